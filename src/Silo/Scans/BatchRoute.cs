using System.Text.Json;
using KiPass.Grains.Visits;
using KiPass.Silo.Devices;
using KiPass.Silo.Problems;
using KiPass.Silo.Requests;

namespace KiPass.Silo.Scans;

/// <summary><c>POST /v1/scans/batch</c>: what a device kept through an outage, answered in order.</summary>
internal sealed class BatchRoute(DeviceGate gate, ScanJudge judge, TimeProvider time)
{
    public async Task Post(HttpContext context)
    {
        var reading = await Forms.Read<BatchForm>(context.Request);
        if (reading.Problem is not null)
        {
            await reading.Refuse(context);
            return;
        }
        var receivedAt = time.GetUtcNow();
        var entries = reading.Form.Scans;
        var device = await gate.Admit(context, Math.Max(1, entries.Count));
        if (!device.IsAdmitted)
        {
            await device.Refuse(context);
            return;
        }
        var judgements = await JudgeInOrder(entries, device, receivedAt);
        context.Response.Json((entries, judgements), Write);
    }

    // The order matters only between scans of one token; a text is one token. The others share commits.
    private Task<Judgement[]> JudgeInOrder(IReadOnlyList<BatchEntry> entries, Admittance device, DateTimeOffset receivedAt)
    {
        var last = new Dictionary<string, Task<Judgement>>(entries.Count, StringComparer.Ordinal);
        var all = new Task<Judgement>[entries.Count];
        for (var i = 0; i < all.Length; i++)
        {
            if (entries[i].Scan is not { } scan || ScanTime.IsAhead(scan.ScannedAt, receivedAt))
            {
                all[i] = Task.FromResult(new Judgement(Verdict.Ahead));
                continue;
            }
            all[i] = last.TryGetValue(scan.Pass, out var before)
                ? JudgeAfter(before, scan, device, receivedAt)
                : judge.Judge(scan, device, receivedAt, ScanTime.OldestQueued).AsTask();
            last[scan.Pass] = all[i];
        }
        return Task.WhenAll(all);
    }

    private async Task<Judgement> JudgeAfter(Task before, ScanForm scan, Admittance device, DateTimeOffset receivedAt)
    {
        await before;
        return await judge.Judge(scan, device, receivedAt, ScanTime.OldestQueued);
    }

    private static void Write(Utf8JsonWriter json, (IReadOnlyList<BatchEntry> Entries, Judgement[] Judgements) answer)
    {
        json.WriteStartArray("results"u8);
        for (var i = 0; i < answer.Judgements.Length; i++)
        {
            var (scanId, judgement) = (answer.Entries[i].ScanId, answer.Judgements[i]);
            json.WriteStartObject();
            if (scanId is { } id)
            {
                json.WriteString("scanId"u8, id);
            }
            else
            {
                json.WriteNull("scanId"u8);
            }
            if (Verdicts.ProblemOf(judgement.Verdict) is { } problem)
            {
                json.WriteString("code"u8, problem.Utf8Code);
            }
            else
            {
                json.WriteString("result"u8, "accepted"u8);
                json.WriteString("enteredAt"u8, Answer.Rfc3339(judgement.EnteredAt));
                json.WriteBoolean("repeated"u8, judgement.Repeated);
            }
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }
}
