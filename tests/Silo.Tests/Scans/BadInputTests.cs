using System.Text;
using System.Text.Json;
using KiPass.Silo.Tests.Hosting;

namespace KiPass.Silo.Tests.Scans;

/// <summary>Whatever a scanner may send: a code of the catalogue, never a 500, nothing half stored.</summary>
public sealed class BadInputTests(Registers registers)
{
    private const string Id = "0b3c9a2e-6a51-4a6e-9d0b-2f1f0d6c7a11";
    private const string At = "2020-06-10T10:00:00Z";

    public static TheoryData<string, string> Malformed =>
        new()
        {
            { "empty", "" },
            { "white space", " \n" },
            { "no JSON", "scan me" },
            { "null", "null" },
            { "a number", "42" },
            { "a string", "\"KP1:\"" },
            { "an array", "[]" },
            { "cut off", $$"""{"scanId":"{{Id}}","pass":"KP1:""" },
            { "two documents", $$"""{"scanId":"{{Id}}","pass":"x","scannedAt":"{{At}}"}{}""" },
            { "a comment", $$"""{"scanId":"{{Id}}","pass":"x","scannedAt":"{{At}}"/**/}""" },
            { "no members", "{}" },
            { "no scan id", $$"""{"pass":"x","scannedAt":"{{At}}"}""" },
            { "no pass", $$"""{"scanId":"{{Id}}","scannedAt":"{{At}}"}""" },
            { "no time", $$"""{"scanId":"{{Id}}","pass":"x"}""" },
            { "scan id null", $$"""{"scanId":null,"pass":"x","scannedAt":"{{At}}"}""" },
            { "scan id a number", $$"""{"scanId":7,"pass":"x","scannedAt":"{{At}}"}""" },
            { "scan id without hyphens", $$"""{"scanId":"{{Id.Replace("-", "")}}","pass":"x","scannedAt":"{{At}}"}""" },
            { "scan id in braces", $$"""{"scanId":"{{{Id}}}","pass":"x","scannedAt":"{{At}}"}""" },
            { "scan id twice", $$"""{"scanId":"{{Id}}","scanId":"{{Id}}","pass":"x","scannedAt":"{{At}}"}""" },
            { "pass a number", $$"""{"scanId":"{{Id}}","pass":1,"scannedAt":"{{At}}"}""" },
            { "pass an object", $$"""{"scanId":"{{Id}}","pass":{"a":[]},"scannedAt":"{{At}}"}""" },
            { "pass an array", $$"""{"scanId":"{{Id}}","pass":["x"],"scannedAt":"{{At}}"}""" },
            { "pass too long", $$"""{"scanId":"{{Id}}","pass":"{{new string('A', 1025)}}","scannedAt":"{{At}}"}""" },
            { "pass with NUL", $$"""{"scanId":"{{Id}}","pass":"KP1:\u0000","scannedAt":"{{At}}"}""" },
            { "pass half a surrogate", $$"""{"scanId":"{{Id}}","pass":"\ud800","scannedAt":"{{At}}"}""" },
            { "raw NUL", $$"""{"scanId":"{{Id}}","pass":"a{{'\0'}}","scannedAt":"{{At}}"}""" },
            { "time a number", $$"""{"scanId":"{{Id}}","pass":"x","scannedAt":1591783200}""" },
            { "time without a zone", $$"""{"scanId":"{{Id}}","pass":"x","scannedAt":"2020-06-10T10:00:00"}""" },
            { "time without seconds", $$"""{"scanId":"{{Id}}","pass":"x","scannedAt":"2020-06-10T10:00Z"}""" },
            { "a date alone", $$"""{"scanId":"{{Id}}","pass":"x","scannedAt":"2020-06-10"}""" },
            { "no such day", $$"""{"scanId":"{{Id}}","pass":"x","scannedAt":"2020-06-31T10:00:00Z"}""" },
            { "time in words", $$"""{"scanId":"{{Id}}","pass":"x","scannedAt":"10 June 2020 10:00:00"}""" },
            { "time outside of all", $$"""{"scanId":"{{Id}}","pass":"x","scannedAt":"0001-01-01T00:00:00+14:00"}""" },
            { "time far ahead", $$"""{"scanId":"{{Id}}","pass":"x","scannedAt":"9999-12-31T23:59:59.9999999Z"}""" },
            { "deep", $$"""{"scanId":"{{Id}}","x":{{new string('[', 1000)}}{{new string(']', 1000)}}}""" },
            { "very deep", new string('[', 30_000) },
            { "other case", $$"""{"ScanId":"{{Id}}","Pass":"x","ScannedAt":"{{At}}"}""" },
        };

    [Theory, MemberData(nameof(Malformed))]
    public async Task Rejects_malformed_scan_requests(string what, string body)
    {
        var register = registers.On(Store.Sqlite);
        using var client = (await register.NewDevice()).Client;
        var answer = await client.SendRaw("/v1/scans", body);
        Assert.True((answer.Status, answer.Code) == (400, "request-malformed"), $"{what}: {answer.Status} {answer.Code}");
        Assert.Equal("application/problem+json", answer.ContentType);
    }

    [Theory]
    [InlineData("utf-16")]
    [InlineData("utf-32")]
    [InlineData("iso-8859-1")]
    public async Task Rejects_request_bodies_not_encoded_in_UTF_8(string encoding)
    {
        var text = $$"""{"scanId":"{{Id}}","pass":"é","scannedAt":"{{At}}"}""";
        var bytes = Encoding.GetEncoding(encoding).GetBytes(text);
        using var client = (await registers.On(Store.Sqlite).NewDevice()).Client;
        Assert.Equal("request-malformed", (await client.SendRaw("/v1/scans", bytes)).Code);
    }

    [Theory]
    [InlineData("/v1/scans")]
    [InlineData("/v1/scans/batch")]
    [InlineData("/v1/scans/undo")]
    public async Task Ignores_a_byte_order_mark(string route)
    {
        var register = registers.On(Store.Sqlite);
        var device = await register.NewDevice();
        var (scanId, pass, scannedAt) = (Guid.NewGuid(), register.Issuer.PassAt(register.Now), register.Now);
        if (route.EndsWith("undo", StringComparison.Ordinal))
        {
            Assert.Equal("ok", (await device.Scan(pass, scanId)).Code);
        }
        var scan = new
        {
            scanId,
            pass,
            scannedAt,
        };
        object body = route.EndsWith("batch", StringComparison.Ordinal) ? new { scans = new[] { scan } } : scan;
        byte[] bytes = [0xEF, 0xBB, 0xBF, .. JsonSerializer.SerializeToUtf8Bytes(body)];
        var answer = await device.Client.SendRaw(route, bytes);
        Assert.Equal((200, "ok"), (answer.Status, answer.Code));
    }

    [Theory]
    [InlineData("yyyy-MM-dd't'HH:mm:ss.fff'z'")]
    [InlineData("yyyy-MM-dd't'HH:mm:ss'Z'")]
    [InlineData("yyyy-MM-dd'T'HH:mm:ss'z'")]
    public async Task Accepts_instants_in_lower_case(string format)
    {
        var register = registers.On(Store.Sqlite);
        var device = await register.NewDevice();
        var body = new
        {
            scanId = Guid.NewGuid(),
            pass = register.Issuer.PassAt(register.Now),
            scannedAt = register.Now.UtcDateTime.ToString(format),
        };
        Assert.Equal("ok", (await device.Client.Send("/v1/scans", body)).Code);
    }

    [Fact]
    public async Task Answers_a_scan_id_as_it_was_sent()
    {
        var register = registers.On(Store.Sqlite);
        var device = await register.NewDevice();
        var mixed = string.Concat(Guid.NewGuid().ToString().Select((one, i) => i % 2 == 0 ? char.ToUpperInvariant(one) : one));
        var scan = new
        {
            scanId = mixed,
            pass = register.Issuer.PassAt(register.Now),
            scannedAt = register.Now,
        };
        Assert.Equal(mixed, (await device.Client.Send("/v1/scans", scan)).Text("scanId"));
        var batch = await device.Client.Send("/v1/scans/batch", new { scans = new[] { scan, scan with { pass = "x" } } });
        var results = batch.Body.GetProperty("results");
        Assert.Equal([mixed, mixed], results.EnumerateArray().Select(result => result.GetProperty("scanId").GetString()));
        Assert.True(results[0].GetProperty("repeated").GetBoolean());
    }

    [Fact]
    public async Task A_malformed_request_response_names_the_invalid_member()
    {
        using var client = (await registers.On(Store.Sqlite).NewDevice()).Client;
        var answer = await client.SendRaw("/v1/scans", $$"""{"scanId":"{{Id}}","pass":5,"scannedAt":"{{At}}"}""");
        Assert.Equal("pass", answer.Text("member"));
    }

    [Fact]
    public async Task Ignores_unknown_members_and_accepts_time_zone_offsets()
    {
        var register = registers.On(Store.Sqlite);
        var device = await register.NewDevice();
        var pass = JsonSerializer.Serialize(register.Issuer.PassAt(register.Now));
        var at = register.Now.ToOffset(TimeSpan.FromHours(9)).ToString("yyyy-MM-dd'T'HH:mm:ss.fffffffzzz");
        var answer = await device.Client.SendRaw(
            "/v1/scans",
            $$"""{"app":{"v":[1,{"pass":2}]},"scanId":"{{Id}}","pass":{{pass}},"zone":null,"scannedAt":"{{at}}"}"""
        );
        Assert.Equal("ok", answer.Code);
    }

    [Theory]
    [InlineData(64 * 1024 + 1)]
    [InlineData(10 * 1024 * 1024)]
    public async Task Rejects_request_bodies_over_the_limit_even_without_Content_Length(int length)
    {
        var register = registers.On(Store.Sqlite);
        var body = new byte[length];
        Array.Fill(body, (byte)' ');
        using var client = (await register.NewDevice()).Client;
        var told = await client.SendRaw("/v1/scans", body);
        Assert.Equal((413, "request-too-large"), (told.Status, told.Code));
        using var untold = new StreamContent(new UnseekableStream(body));
        client.DefaultRequestHeaders.TransferEncodingChunked = true;
        using var response = await client.PostAsync("/v1/scans", untold);
        Assert.Equal(413, (int)response.StatusCode);
    }

    [Theory, InlineData(Store.Sqlite), InlineData(Store.Postgres)]
    public async Task A_truncated_or_extended_pass_is_malformed(Store store)
    {
        var register = registers.On(store);
        var device = await register.NewDevice();
        var pass = register.Issuer.PassAt(register.Now);
        var cut = Enumerable.Range(0, pass.Length).Select(length => pass[..length]);
        string[] wrong = [.. cut, pass + "0", pass + " ", " " + pass, pass + pass, pass.ToLowerInvariant(), "KP1" + pass[3..]];
        var answers = await Task.WhenAll(wrong.Select(text => device.Scan(text)));
        Assert.All(answers, answer => Assert.Equal((400, "pass-malformed"), (answer.Status, answer.Code)));
        Assert.Equal(0, await device.TodayCount());
        Assert.Equal("ok", (await device.Scan(pass)).Code);
    }

    [Theory, InlineData(Store.Sqlite), InlineData(Store.Postgres)]
    public async Task A_tampered_pass_is_rejected_without_using_up_the_original(Store store)
    {
        var register = registers.On(store);
        var device = await register.NewDevice();
        var pass = register.Issuer.PassAt(register.Now);
        var bytes = TestBase45.Decode(pass[4..]);
        Assert.Equal(34, bytes.Length);
        var flipped = bytes.SelectMany((_, i) => new[] { Flip(bytes, i, 0x01), Flip(bytes, i, 0x80) });
        var answers = await Task.WhenAll(flipped.Select(wrong => device.Scan("KP2:" + TestBase45.Encode(wrong))));
        Assert.All(answers, answer => Assert.Contains(answer.Code, new[] { "pass-malformed", "pass-not-authentic" }));
        Assert.All(answers, answer => Assert.Contains(answer.Status, new[] { 400, 422 }));
        Assert.Equal(0, await device.TodayCount());
        Assert.Equal("ok", (await device.Scan(pass)).Code);
    }

    private static byte[] Flip(byte[] bytes, int at, byte mask)
    {
        var copy = bytes.ToArray();
        copy[at] ^= mask;
        return copy;
    }

    private sealed class UnseekableStream(byte[] bytes) : MemoryStream(bytes)
    {
        public override bool CanSeek => false;
    }
}
