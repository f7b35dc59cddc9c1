using System.Text.Json;
using KiPass.Grains.Visits;
using KiPass.Hosting.Problems;
using KiPass.Silo.Devices;
using KiPass.Silo.Health;
using KiPass.Silo.Json;
using KiPass.Silo.Problems;

namespace KiPass.Silo.Scans;

/// <summary><c>POST /v1/scans/batch</c>: accepts scans queued during an outage and returns results in order.</summary>
/// <remarks>Reads and writes JSON manually, like <see cref="ScanEndpoint"/>.</remarks>
internal sealed class BatchEndpoint(DeviceAuthenticator devices, ScanProcessor processor, ReceiptClock clock)
{
    public async Task Post(HttpContext context)
    {
        // Before the body, so that nobody without a device has one read or parsed. This counts one scan; the others are counted below.
        var device = await devices.Admit(context);
        if (!device.IsAdmitted)
        {
            await context.WriteProblem(device.Problem, retryAfter: device.RetryAfter);
            return;
        }
        var reading = await JsonBodyReader.Read<ScanBatch>(context.Request);
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
        var entries = reading.Body.Scans;
        if (devices.CountMore(device, entries.Count - 1) is { Ticks: > 0 } wait)
        {
            await context.WriteProblem(RegisterProblems.TooManyRequests, retryAfter: wait);
            return;
        }
        var verdicts = await ProcessInOrder(entries, device, receivedAt);
        context.Response.WriteJson((entries, verdicts), Write);
    }

    // Order matters only between scans of the same token, which have the same text. Other scans share commits.
    private Task<ScanVerdict[]> ProcessInOrder(IReadOnlyList<BatchEntry> entries, DeviceAdmission device, DateTimeOffset receivedAt)
    {
        var last = new Dictionary<string, Task<ScanVerdict>>(entries.Count, StringComparer.Ordinal);
        var all = new Task<ScanVerdict>[entries.Count];
        for (var i = 0; i < all.Length; i++)
        {
            if (entries[i].Scan is not { } scan || ScanTime.IsAhead(scan.ScannedAt, receivedAt))
            {
                all[i] = Task.FromResult(new ScanVerdict(ScanStatus.ScannedInFuture));
                continue;
            }
            all[i] = last.TryGetValue(scan.Pass, out var before)
                ? ProcessAfter(before, scan, device, receivedAt)
                : processor.Process(scan, device, receivedAt, ScanTime.OldestQueued).AsTask();
            last[scan.Pass] = all[i];
        }
        return Task.WhenAll(all);
    }

    private async Task<ScanVerdict> ProcessAfter(Task before, ScanRequest scan, DeviceAdmission device, DateTimeOffset receivedAt)
    {
        await before;
        return await processor.Process(scan, device, receivedAt, ScanTime.OldestQueued);
    }

    private static void Write(Utf8JsonWriter json, (IReadOnlyList<BatchEntry> Entries, ScanVerdict[] Verdicts) answer)
    {
        json.WriteStartArray("results"u8);
        for (var i = 0; i < answer.Verdicts.Length; i++)
        {
            var (scanId, verdict) = (answer.Entries[i].ScanId, answer.Verdicts[i]);
            json.WriteStartObject();
            if (scanId is { } id)
            {
                WriteId(json, id);
            }
            else
            {
                json.WriteNull("scanId"u8);
            }
            if (verdict.Status.Problem() is { } problem)
            {
                json.WriteString("code"u8, problem.Utf8Code.Span);
            }
            else
            {
                json.WriteString("result"u8, "accepted"u8);
                json.WriteString("enteredAt"u8, Rfc3339.Format(verdict.EnteredAt));
                json.WriteBoolean("repeated"u8, verdict.Repeated);
            }
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private static void WriteId(Utf8JsonWriter json, SentId id)
    {
        if (id.Text is { } text)
        {
            json.WriteString("scanId"u8, text);
        }
        else
        {
            json.WriteString("scanId"u8, id.Value);
        }
    }
}
