using KiPass.Grains.Policy;
using KiPass.Grains.Telemetry;
using KiPass.Grains.Visits;
using KiPass.Silo.Devices;

namespace KiPass.Silo.Scans;

/// <summary>Decides on a scan that is well formed and comes from an admitted device, and counts it.</summary>
internal sealed class ScanProcessor(ScanService scans, PolicyCache policy, ScanMetrics metrics)
{
    /// <summary>The verdict on one scan; returns only after the visit is committed.</summary>
    /// <param name="oldest">How old the scan may be on this route.</param>
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
        return verdict;
    }

    private ValueTask<ScanVerdict> ProcessPass(ScanRequest request, DeviceAdmission device, DateTimeOffset receivedAt, TimeSpan oldest)
    {
        var opened = scans.Open(request.Pass, out var pass);
        var scan = new Scan(device.FacilityId, device.DeviceId, request.ScanId, request.ScannedAt, receivedAt);
        return opened == ScanStatus.Accepted ? scans.Judge(pass, scan, oldest) : ValueTask.FromResult(new ScanVerdict(opened));
    }
}
