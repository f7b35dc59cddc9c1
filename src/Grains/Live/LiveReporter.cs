using System.Collections.Immutable;
using KiPass.Contracts.Live;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace KiPass.Grains.Live;

/// <summary>Reports the scans of this silo to the live grid twice a second, so that a viewer sees them within two seconds.</summary>
internal sealed class LiveReporter(ScanCounters counters, IGrainFactory grains, TimeProvider time, ILogger<LiveReporter> log)
    : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);

    private ImmutableHashSet<string> watched = [];

    /// <summary>Reports the scans since the last report.</summary>
    public async Task Report()
    {
        var scans = counters.Take();
        var reports = grains.GetGrain<ILiveReports>(ILiveGridGrain.Key);
        var before = watched;
        watched = [.. await reports.Report(ByDistrict(scans), In(before))];

        // Somebody opened a district since the last report: its facilities are reported from the first scan on.
        var opened = In(watched.Except(before));
        if (opened.Length > 0)
        {
            await reports.Report([], opened);
        }

        ImmutableArray<FacilityScans> In(ImmutableHashSet<string> districts) =>
            [.. scans.Where(facility => districts.Contains(facility.District))];
    }

    /// <summary>The sums of the districts.</summary>
    internal static ImmutableArray<DistrictScans> ByDistrict(ImmutableArray<FacilityScans> scans) =>
        [
            .. scans
                .GroupBy(facility => facility.District)
                .Select(group => new DistrictScans(
                    group.Key,
                    group.Sum(facility => facility.Accepted),
                    group.Sum(facility => facility.Refused)
                )),
        ];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                try
                {
                    await Report();
                }
                catch (Exception failure) when (failure is OrleansException or TimeoutException or ObjectDisposedException)
                {
                    // These scans are missing from the grid for a minute. The next report is half a second away.
                    log.LogDebug("The live grid did not take a report: {Reason}", failure.GetType().Name);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The silo is stopping.
        }
    }
}
