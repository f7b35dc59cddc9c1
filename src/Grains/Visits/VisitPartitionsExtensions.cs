using KiPass.Tokens;

namespace KiPass.Grains.Visits;

/// <summary>Opens several days of the visit log at once.</summary>
internal static class VisitPartitionsExtensions
{
    /// <summary>
    /// Opens yesterday (for late batches) through the day after tomorrow (in case the next sweep is delayed).
    /// </summary>
    public static async Task OpenDaysAround(this IVisitPartitions partitions, KoreanDay today, CancellationToken cancellationToken)
    {
        for (var day = today - 1; day <= today + 2; day += 1)
        {
            await partitions.OpenDay(day, cancellationToken);
        }
    }
}
