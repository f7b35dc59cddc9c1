using Orleans.Concurrency;

namespace KiPass.Grains.Visits.Visitors;

/// <summary>
/// What the register knows about one visitor (이용자): the visits of one ticket. Key <see cref="VisitorKey"/>.
/// </summary>
[Alias("kipass.visitor")]
internal interface IVisitorGrain : IGrainWithStringKey
{
    /// <summary>The ticket's visits, sorted by time; at most 28 × 24 h old, without voided visits.</summary>
    /// <returns>Null when the database did not answer.</returns>
    [Alias("Visits"), ReadOnly]
    ValueTask<IReadOnlyList<VisitRow>?> Visits();
}
