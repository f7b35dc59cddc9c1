using System.Text.Unicode;
using KiPass.Grains.Visits;
using KiPass.Silo.Devices;
using KiPass.Silo.Problems;
using KiPass.Silo.Requests;

namespace KiPass.Silo.Scans;

/// <summary><c>POST /v1/scans</c>: one entry. Safe to repeat with the same scan id.</summary>
internal sealed class ScanRoute(DeviceGate gate, ScanJudge judge, TimeProvider time)
{
    public async Task Post(HttpContext context)
    {
        var reading = await Forms.Read<ScanForm>(context.Request);
        if (reading.Problem is not null)
        {
            await reading.Refuse(context);
            return;
        }
        var receivedAt = time.GetUtcNow();
        if (ScanTime.IsAhead(reading.Form.ScannedAt, receivedAt))
        {
            await context.Refuse(Catalogue.RequestMalformed, "member", "scannedAt");
            return;
        }
        var device = await gate.Admit(context);
        if (!device.IsAdmitted)
        {
            await device.Refuse(context);
            return;
        }
        var judgement = await judge.Judge(reading.Form, device, receivedAt, ScanTime.OldestAtDoor);
        if (Verdicts.ProblemOf(judgement.Verdict) is { } problem)
        {
            await context.Refuse(problem);
            return;
        }
        Accepted(context.Response, reading.Form.ScanId, judgement.EnteredAt, judgement.Repeated);
    }

    /// <summary>Answers that a visit is stored.</summary>
    public static void Accepted(HttpResponse response, Guid scanId, DateTimeOffset enteredAt, bool repeated)
    {
        Span<byte> json = stackalloc byte[192];
        Utf8.TryWrite(
            json,
            $$"""{"result":"accepted","scanId":"{{scanId}}","enteredAt":"{{enteredAt.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss.fff'Z'}}","repeated":{{(repeated ? "true" : "false")}}}""",
            out var length
        );
        response.Json(json[..length]);
    }
}
