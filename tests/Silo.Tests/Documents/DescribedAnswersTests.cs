using KiPass.Silo.Tests.Hosting;

namespace KiPass.Silo.Tests.Documents;

/// <summary>What the routes answer is what the document describes: status, media type, members, code.</summary>
public sealed class DescribedAnswersTests(Registers registers)
{
    private const string Sealed = "eyJhbGciOiJFQ0RILUVTIiwiZW5jIjoiQTI1NkdDTSJ9..aXY.Y2lwaGVydGV4dA.dGFn";

    [Fact]
    public async Task The_OpenAPI_document_describes_every_response()
    {
        var register = registers.On(Store.Sqlite);
        var description = await Description.Of(register);
        var answered = new HashSet<(string, int)>();
        foreach (var (route, answer) in await Answers(register))
        {
            description.AssertDescribes(route, answer);
            answered.Add((route, answer.Status));
        }
        // Each route's own answer, and each refusal that needs no outage, revocation or flood.
        var expected = description.Answers.Where(described => described.Status is not (403 or 429 or 503));
        Assert.Empty(expected.Except(answered));
    }

    private static async Task<List<(string Route, ApiAnswer Answer)>> Answers(RegisterUnderTest register)
    {
        var device = await register.NewDevice();
        var (client, now) = (device.Client, register.Now);
        using var stranger = register.Client();
        var pass = register.Issuer.PassAt(now);
        var forged = new IssuerUnderTest(9, register.Folder).PassAt(now);
        var old = register.Issuer.PassAt(now.AddMinutes(-10));
        var scanId = Guid.NewGuid();
        var large = new byte[300 * 1024];
        List<(string, ApiAnswer)> answers = [];

        foreach (var path in new[] { "/v1/time", "/.well-known/kipass.json", "/health/live", "/health/ready" })
        {
            answers.Add(($"get {path}", await stranger.Get(path)));
        }
        answers.Add(("get /v1/facility", await client.Get("/v1/facility")));
        answers.Add(("get /v1/facility", await stranger.Get("/v1/facility")));

        await Add("/v1/devices/pair", new { pairingCode = await register.NewCode(device.FacilityId), name = "정문" }, stranger);
        await Add("/v1/devices/pair", new { pairingCode = "AAAAA-AAAAA", name = "정문" }, stranger);

        var scan = new
        {
            scanId,
            pass,
            scannedAt = now,
        };
        await Add("/v1/scans", scan);
        await Add("/v1/scans", scan);
        await Add("/v1/scans", scan, stranger);
        await Add("/v1/scans", scan with { scanId = Guid.NewGuid() });
        await Add("/v1/scans", scan with { pass = "x" });
        await Add("/v1/scans", scan with { pass = forged });
        await Add("/v1/scans", scan with { pass = old });
        await Add("/v1/scans/batch", new { scans = new object[] { scan, scan with { pass = "x" }, new { scanId = 7 } } });
        await Add("/v1/scans/batch", new { scans = new[] { scan } }, stranger);
        await Add("/v1/scans/undo", new { scanId, pass });
        await Add("/v1/scans/undo", new { scanId, pass }, stranger);
        await Add("/v1/scans/undo", new { scanId = Guid.NewGuid(), pass });
        await Add("/v1/scans/undo", new { scanId, pass = "x" });
        await Add("/v1/scans/undo", new { scanId, pass = forged });
        var paper = new Paper(Guid.NewGuid(), Sealed, now);
        await Add("/v1/visits/manual", paper);
        await Add("/v1/visits/manual", paper);
        await Add("/v1/visits/manual", paper, stranger);
        await Add("/v1/visits/manual", paper with { enteredAt = now.AddHours(-25) });
        foreach (var path in new[] { "/v1/devices/pair", "/v1/scans", "/v1/scans/batch", "/v1/scans/undo", "/v1/visits/manual" })
        {
            answers.Add(($"post {path}", await client.SendRaw(path, "{}")));
            answers.Add(($"post {path}", await client.SendRaw(path, large)));
        }
        return answers;

        async Task Add(string path, object body, HttpClient? caller = null) =>
            answers.Add(($"post {path}", await (caller ?? client).Send(path, body)));
    }

#pragma warning disable IDE1006, SA1300 // Members as JSON names them.
    private sealed record Paper(Guid scanId, string @sealed, DateTimeOffset enteredAt);
#pragma warning restore IDE1006, SA1300
}
