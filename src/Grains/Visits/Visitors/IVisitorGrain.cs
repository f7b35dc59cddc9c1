using Orleans.Concurrency;

namespace KiPass.Grains.Visits.Visitors;

/// <summary>
/// What the register knows about one visitor (이용자) on one Korean day: a ticket and its visits. Key <see cref="VisitorKey"/>.
/// </summary>
[Alias("kipass.visitor")]
internal interface IVisitorGrain : IGrainWithStringKey
{
    /// <summary>The ticket's visits on its day, sorted by time; at most 28 × 24 h old, without voided visits.</summary>
    /// <returns>Null when the database did not answer.</returns>
    [Alias("Visits"), ReadOnly]
    ValueTask<IReadOnlyList<VisitRow>?> Visits();
}
