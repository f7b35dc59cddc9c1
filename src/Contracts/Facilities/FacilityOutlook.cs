using KiPass.Contracts.Policy;

namespace KiPass.Contracts.Facilities;

/// <summary>A facility's obligation today and its next known change.</summary>
/// <param name="Id">The facility's id.</param>
/// <param name="Name">Trade name.</param>
/// <param name="Today">Today's obligation.</param>
/// <param name="Next">The first day within <see cref="Days"/> on which the kind of obligation differs; null when none is known.</param>
[GenerateSerializer, Immutable, Alias("kipass.facility-outlook")]
public sealed record FacilityOutlook(
    [property: Id(0)] Guid Id,
    [property: Id(1)] string Name,
    [property: Id(2)] Obligation Today,
    [property: Id(3)] DatedObligation? Next
)
{
    /// <summary>Number of days to look ahead.</summary>
    public const int Days = 28;
}
