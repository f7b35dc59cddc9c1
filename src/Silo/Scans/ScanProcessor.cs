using KiPass.Grains.Live;
using KiPass.Grains.Policy;
using KiPass.Grains.Telemetry;
using KiPass.Grains.Visits;
using KiPass.Silo.Devices;

namespace KiPass.Silo.Scans;

/// <summary>Processes and counts a well-formed scan from an admitted device.</summary>
internal sealed class ScanProcessor(ScanService scans, PolicyCache policy, ScanMetrics metrics, RefusedScans refused, ScanCounters live)
{
    /// <summary>Returns the verdict on a scan. An accepted visit has been committed.</summary>
    /// <param name="oldest">Maximum age of a scan on this route.</param>
    public async ValueTask<ScanVerdict> Process(ScanRequest request, DeviceAdmission device, DateTimeOffset receivedAt, TimeSpan oldest)
    {
        var begun = metrics.Begin();
        using var span = RegisterSpans.StartScan();
        var verdict = (await policy.Current()).CollectionEndedAt(request.ScannedAt)
            ? new ScanVerdict(ScanStatus.CollectionEnded)
            : await ProcessPass(request, device, receivedAt, oldest);
        var problem = verdict.Status.Problem();
        span.Ended(problem?.Code ?? "accepted");
        metrics.Count(problem, begun);
        if (problem is { RetryAfterSeconds: null })
        {
            refused.Add(device.DeviceId);
        }
        // A scan that must be repeated is counted when it is.
        if (problem is null ? !verdict.Repeated : problem.RetryAfterSeconds is null)
        {
            live.Count(device.FacilityId, device.District, device.FacilityName, problem is null);
        }
        return verdict;
    }

    private ValueTask<ScanVerdict> ProcessPass(ScanRequest request, DeviceAdmission device, DateTimeOffset receivedAt, TimeSpan oldest)
    {
        var opened = scans.Open(request.Pass, out var pass);
        var scan = new Scan(device.FacilityId, device.DeviceId, request.ScanId, request.ScannedAt, receivedAt);
        return opened == ScanStatus.Accepted ? scans.Judge(pass, scan, oldest) : ValueTask.FromResult(new ScanVerdict(opened));
    }
}
