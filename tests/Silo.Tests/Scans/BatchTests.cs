using System.Text.Json;
using KiPass.Silo.Tests.Hosting;

namespace KiPass.Silo.Tests.Scans;

public sealed class BatchTests(Registers registers)
{
    [Theory, InlineData(Store.Sqlite), InlineData(Store.Postgres)]
    public async Task Returns_batch_results_in_request_order(Store store)
    {
        var register = registers.On(store);
        var device = await register.NewDevice();
        var elsewhere = await register.NewDevice();
        var now = register.Now.AddSeconds(-1);
        string good = register.Issuer.PassAt(now),
            twice = register.Issuer.PassAt(now),
            taken = register.Issuer.PassAt(now);
        Assert.Equal("ok", (await elsewhere.Scan(taken)).Code);
        var first = Guid.NewGuid();
        object[] scans =
        [
            Entry(good, now, first),
            Entry(twice, now),
            Entry(twice, now),
            Entry(good, now, first),
            Entry(taken, now),
            Entry("KP1:NOT A PASS", now),
            Entry(new IssuerUnderTest(9, register.Folder).PassAt(now), now),
            Entry(register.Issuer.PassAt(now.AddMinutes(-2)), now),
            Entry(register.Issuer.PassAt(now.AddMinutes(2)), now),
            Entry(register.Issuer.PassAt(now.AddHours(-25)), now.AddHours(-25)),
            Entry(register.Issuer.PassAt(now.AddMinutes(1)), now.AddMinutes(1)),
            new { scanId = first, pass = 5 },
            "not an object",
            Entry(register.Issuer.PassAt(now), now),
        ];
        var answer = await device.Client.Send("/v1/scans/batch", new { scans });
        Assert.Equal(200, answer.Status);
        string[] expected =
        [
            "accepted",
            "accepted",
            "pass-already-used",
            "accepted",
            "pass-already-used",
            "pass-malformed",
            "pass-not-authentic",
            "pass-expired",
            "pass-not-yet-valid",
            "pass-expired",
            "request-malformed",
            "request-malformed",
            "request-malformed",
            "accepted",
        ];
        var results = answer.Body.GetProperty("results").EnumerateArray().ToList();
        Assert.Equal(expected, results.Select(Outcome));
        Assert.False(results[0].GetProperty("repeated").GetBoolean());
        Assert.True(results[3].GetProperty("repeated").GetBoolean());
        Assert.Equal(first, results[11].GetProperty("scanId").GetGuid());
        Assert.Equal(JsonValueKind.Null, results[12].GetProperty("scanId").ValueKind);
        Assert.Equal(3, await device.TodayCount());
    }

    [Theory, InlineData(Store.Sqlite), InlineData(Store.Postgres)]
    public async Task Resubmitting_a_full_batch_reports_every_scan_as_repeated(Store store)
    {
        var register = registers.On(store);
        var device = await register.NewDevice();
        var now = register.Now;
        // Twice this and a question stay below the device's burst of 500.
        var scans = Enumerable.Range(0, 240).Select(_ => Entry(register.Issuer.PassAt(now), now)).ToList();
        var first = await device.Client.Send("/v1/scans/batch", new { scans });
        Assert.All(first.Body.GetProperty("results").EnumerateArray(), result => Assert.False(result.GetProperty("repeated").GetBoolean()));
        var again = await device.Client.Send("/v1/scans/batch", new { scans });
        Assert.All(again.Body.GetProperty("results").EnumerateArray(), result => Assert.True(result.GetProperty("repeated").GetBoolean()));
        Assert.Equal(240, await device.TodayCount());
    }

    [Fact]
    public async Task A_batch_of_more_than_500_scans_is_rejected_as_a_whole()
    {
        var register = registers.On(Store.Sqlite);
        var device = await register.NewDevice();
        var now = register.Now;
        var scans = Enumerable.Range(0, 501).Select(_ => Entry(register.Issuer.PassAt(now), now));
        var answer = await device.Client.Send("/v1/scans/batch", new { scans });
        Assert.Equal((413, "request-too-large"), (answer.Status, answer.Code));
        Assert.Equal(0, await device.TodayCount());
    }

    [Theory]
    [InlineData("{}", 400)]
    [InlineData("""{"scans":5}""", 400)]
    [InlineData("""{"scans":null}""", 400)]
    [InlineData("""{"scans":[],"scans":[]}""", 400)]
    [InlineData("""{"scans":[{}""", 400)]
    [InlineData("""{"scans":[]}""", 200)]
    public async Task Rejects_malformed_batches_and_batches_without_a_device(string body, int status)
    {
        var register = registers.On(Store.Sqlite);
        using var client = register.Client();
        Assert.Equal(401, (await client.SendRaw("/v1/scans/batch", body)).Status);
        Assert.Equal(status, (await (await register.NewDevice()).Client.SendRaw("/v1/scans/batch", body)).Status);
    }

    private static string Outcome(JsonElement result) =>
        result.TryGetProperty("code", out var code) ? code.GetString()! : result.GetProperty("result").GetString()!;

    private static object Entry(string pass, DateTimeOffset scannedAt, Guid? scanId = null) =>
        new
        {
            scanId = scanId ?? Guid.NewGuid(),
            pass,
            scannedAt,
        };
}
