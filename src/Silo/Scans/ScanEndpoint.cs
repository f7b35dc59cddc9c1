using System.Text.Unicode;
using KiPass.Grains.Visits;
using KiPass.Hosting.Problems;
using KiPass.Silo.Devices;
using KiPass.Silo.Health;
using KiPass.Silo.Json;
using KiPass.Silo.Problems;

namespace KiPass.Silo.Scans;

/// <summary><c>POST /v1/scans</c>: records one entry. Safe to retry with the same scan ID.</summary>
/// <remarks>The hot path: reads, validates and writes manually, without the framework's binding, filters and serializer.</remarks>
internal sealed class ScanEndpoint(DeviceAuthenticator devices, ScanProcessor processor, ReceiptClock clock)
{
    public async Task Post(HttpContext context)
    {
        // Before the body, so that nobody without a device has one read or parsed.
        var device = await devices.Admit(context);
        if (!device.IsAdmitted)
        {
            await context.WriteProblem(device.Problem, retryAfter: device.RetryAfter);
            return;
        }
        var reading = await JsonBodyReader.Read<ScanRequest>(context.Request);
        if (reading.Problem is not null)
        {
            await reading.Refuse(context);
            return;
        }
        if (!clock.TryRead(out var receivedAt, out var refusal))
        {
            await refusal.ExecuteAsync(context);
            return;
        }
        if (ScanTime.IsAhead(reading.Body.ScannedAt, receivedAt))
        {
            await context.WriteProblem(RegisterProblems.RequestMalformed, ProblemExtension.Member("scannedAt"));
            return;
        }
        var verdict = await processor.Process(reading.Body, device, receivedAt, ScanTime.OldestAtDoor);
        if (verdict.Status.Problem() is { } problem)
        {
            await context.WriteProblem(problem);
            return;
        }
        WriteAccepted(context.Response, reading.Body.ScanId, verdict);
    }

    // Must match the serialized form of ScanAccepted.
    private static void WriteAccepted(HttpResponse response, in SentId scanId, in ScanVerdict verdict)
    {
        Span<byte> json = stackalloc byte[192];
        Utf8.TryWrite(
            json,
            $$"""{"result":"accepted","scanId":"{{scanId}}","enteredAt":"{{verdict.EnteredAt.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss.fff'Z'}}","repeated":{{(verdict.Repeated ? "true" : "false")}}}""",
            out var length
        );
        response.WriteJson(json[..length]);
    }
}
