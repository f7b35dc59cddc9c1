using KiPass.Silo.Tests.Hosting;

namespace KiPass.Silo.Tests.Scans;

public sealed class ScanTimeTests(Registers registers)
{
    [Theory]
    [InlineData(Store.Sqlite, -21, "pass-not-yet-valid", 422)]
    [InlineData(Store.Sqlite, 6, "pass-expired", 410)]
    [InlineData(Store.Postgres, -21, "pass-not-yet-valid", 422)]
    [InlineData(Store.Postgres, 6, "pass-expired", 410)]
    [InlineData(Store.Sqlite, 5, "ok", 200)]
    [InlineData(Store.Sqlite, -20, "ok", 200)]
    public async Task A_scan_is_accepted_up_to_five_seconds_outside_the_pass_slot(
        Store store,
        int secondsAfterExpiry,
        string code,
        int status
    )
    {
        var register = registers.On(store);
        var device = await register.NewDevice();
        // The slot before the last: all verdict times of the cases lie in the past, and none is a minute old.
        var expiry = DateTimeOffset.FromUnixTimeSeconds((register.Now.ToUnixTimeSeconds() / 15 - 1) * 15);
        var pass = register.Issuer.PassAt(expiry.AddSeconds(-1));
        var answer = await device.Scan(pass, scannedAt: expiry.AddSeconds(secondsAfterExpiry));
        Assert.Equal((status, code), (answer.Status, answer.Code));
    }

    [Theory, InlineData(Store.Sqlite), InlineData(Store.Postgres)]
    public async Task A_scan_older_than_a_minute_is_accepted_only_in_a_batch(Store store)
    {
        var register = registers.On(store);
        var device = await register.NewDevice();
        var then = register.Now.AddSeconds(-75);
        var pass = register.Issuer.PassAt(then);
        Assert.Equal("pass-expired", (await device.Scan(pass, scannedAt: then)).Code);
        var answer = await device.Client.Send("/v1/scans/batch", new { scans = new[] { Entry(pass, then) } });
        Assert.Equal("accepted", answer.Body.GetProperty("results")[0].GetProperty("result").GetString());
    }

    [Theory, InlineData(Store.Sqlite), InlineData(Store.Postgres)]
    public async Task A_batch_accepts_scans_up_to_one_day_old(Store store)
    {
        var register = registers.On(store);
        var device = await register.NewDevice();
        DateTimeOffset[] times = [register.Now.AddHours(-23.9), register.Now.AddHours(-24.1)];
        var scans = times.Select(time => Entry(register.Issuer.PassAt(time), time));
        var results = (await device.Client.Send("/v1/scans/batch", new { scans })).Body.GetProperty("results");
        Assert.Equal("accepted", results[0].GetProperty("result").GetString());
        Assert.Equal("pass-expired", results[1].GetProperty("code").GetString());
    }

    [Fact]
    public async Task A_scan_time_in_the_future_is_a_malformed_request()
    {
        var register = registers.On(Store.Sqlite);
        var device = await register.NewDevice();
        var ahead = register.Now.AddSeconds(20);
        var answer = await device.Scan(register.Issuer.PassAt(ahead), scannedAt: ahead);
        Assert.Equal((400, "request-malformed", "scannedAt"), (answer.Status, answer.Code, answer.Text("member")));
        Assert.Equal(
            "ok",
            (await device.Scan(register.Issuer.PassAt(register.Now.AddSeconds(2)), scannedAt: register.Now.AddSeconds(2))).Code
        );
    }

    private static object Entry(string pass, DateTimeOffset scannedAt) =>
        new
        {
            scanId = Guid.NewGuid(),
            pass,
            scannedAt,
        };
}
