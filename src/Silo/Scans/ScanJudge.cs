using KiPass.Grains.Policy;
using KiPass.Grains.Telemetry;
using KiPass.Grains.Visits;
using KiPass.Silo.Devices;

namespace KiPass.Silo.Scans;

/// <summary>Takes a scan whose form and device are right to its verdict, and counts it.</summary>
internal sealed class ScanJudge(ScanService door, PolicyCache policy, ScanCounts counts)
{
    /// <param name="oldest">How old the scan may be on this route.</param>
    public async ValueTask<Judgement> Judge(ScanForm form, Admittance device, DateTimeOffset receivedAt, TimeSpan oldest)
    {
        var begun = counts.Begin();
        using var span = RegisterSpans.StartScan();
        var judgement = (await policy.Current()).CollectionEndedAt(form.ScannedAt)
            ? new Judgement(Verdict.CollectionEnded)
            : await JudgePass(form, device, receivedAt, oldest);
        var problem = Verdicts.ProblemOf(judgement.Verdict);
        span.Ended(problem?.Code ?? "accepted");
        counts.Count(problem, begun);
        return judgement;
    }

    private ValueTask<Judgement> JudgePass(ScanForm form, Admittance device, DateTimeOffset receivedAt, TimeSpan oldest)
    {
        var opened = door.Open(form.Pass, out var pass);
        var scan = new Scan(device.FacilityId, device.DeviceId, form.ScanId, form.ScannedAt, receivedAt);
        return opened == Verdict.Accepted ? door.Judge(pass, scan, oldest) : ValueTask.FromResult(new Judgement(opened));
    }
}
