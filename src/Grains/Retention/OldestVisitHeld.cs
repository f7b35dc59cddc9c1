using System.Diagnostics.Metrics;
using KiPass.Grains.Database;
using KiPass.Grains.Telemetry;
using KiPass.Grains.Visits;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace KiPass.Grains.Retention;

/// <summary>
/// Health check that fails when a visit older than 28 days and 26 hours is still stored. Queries the database at most once a minute; the
/// age is also the metric <c>kipass.visits.oldest</c> (seconds).
/// </summary>
internal sealed class OldestVisitHeld : IHealthCheck, IDisposable
{
    private static readonly TimeSpan RememberedFor = TimeSpan.FromMinutes(1);

    private readonly IVisitReader reader;
    private readonly TimeProvider time;
    private readonly SemaphoreSlim asking = new(1, 1);
    private (DateTimeOffset? Oldest, long AskedAt)? known;

    public OldestVisitHeld(IVisitReader reader, TimeProvider time, IMeterFactory meters)
    {
        this.reader = reader;
        this.time = time;
        meters
            .Create(RegisterMeter.Name)
            .CreateObservableGauge("kipass.visits.oldest", AgeSeconds, "s", "Age of the oldest visit that is still stored.");
    }

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            return await IsOverdue(cancellationToken)
                ? HealthCheckResult.Unhealthy("visits-overdue: visits older than four weeks and 26 hours are still stored.")
                : HealthCheckResult.Healthy();
        }
        catch (Exception e) when (StoreErrors.IsOfStore(e))
        {
            return HealthCheckResult.Degraded($"visits-unknown: {StoreErrors.Code(e)}");
        }
    }

    /// <summary>Whether a visit is still stored that should have been destroyed.</summary>
    public async Task<bool> IsOverdue(CancellationToken cancellationToken) =>
        await Oldest(cancellationToken) is { } oldest && RetentionRule.IsOverdue(oldest, time.GetUtcNow());

    public void Dispose() => asking.Dispose();

    /// <summary>Entry time of the oldest visit that is still stored, cached for up to a minute; null when there is none.</summary>
    public async Task<DateTimeOffset?> Oldest(CancellationToken cancellationToken)
    {
        await asking.WaitAsync(cancellationToken);
        try
        {
            if (known is not { } last || time.GetElapsedTime(last.AskedAt) >= RememberedFor)
            {
                known = last = (await reader.OldestHeld(cancellationToken), time.GetTimestamp());
            }
            return last.Oldest;
        }
        finally
        {
            asking.Release();
        }
    }

    private double AgeSeconds() => known?.Oldest is { } oldest ? (time.GetUtcNow() - oldest).TotalSeconds : 0;
}
