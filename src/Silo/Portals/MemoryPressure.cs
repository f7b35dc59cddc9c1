using Orleans.Statistics;

namespace KiPass.Silo.Portals;

/// <summary>Whether the machine's memory is nearly used up. Calls of portals are refused then, to protect scans.</summary>
internal sealed class MemoryPressure(IEnvironmentStatisticsProvider statistics)
{
    private const float LimitPercent = 90;

    public bool IsHigh => statistics.GetEnvironmentStatistics().MemoryUsagePercentage > LimitPercent;
}
