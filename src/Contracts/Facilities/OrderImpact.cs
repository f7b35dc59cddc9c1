using System.Collections.Immutable;
using KiPass.Contracts.Policy;

namespace KiPass.Contracts.Facilities;

/// <summary>Whom an order or another crisis level would touch on its first day, before anybody enters it.</summary>
/// <param name="Covered">Facilities in its region, of its types, that are submitted, active or suspended.</param>
/// <param name="Changed">Those whose obligation would differ from what it is without it.</param>
/// <param name="Facilities">One page of those that change, by district.</param>
/// <param name="Rivals">What else touches the same facilities on that day, with what wins there and why; most facilities first, at most 50.</param>
[GenerateSerializer, Immutable, Alias("kipass.order-preview")]
public sealed record OrderImpact(
    [property: Id(0)] int Covered,
    [property: Id(1)] int Changed,
    [property: Id(2)] ImmutableArray<AffectedFacility> Facilities,
    [property: Id(3)] ImmutableArray<OverlappingRule> Rivals
);

/// <summary>A rule, order or exemption that meets the previewed one at the same facilities.</summary>
/// <param name="Basis">What it is.</param>
/// <param name="Source">Which one, as in <see cref="Obligation.Source"/>.</param>
/// <param name="Title">In words.</param>
/// <param name="Wins">Whether it decides there, and not what is previewed.</param>
/// <param name="Why">Why the loser of the two loses.</param>
/// <param name="Facilities">At how many facilities they meet.</param>
[GenerateSerializer, Immutable, Alias("kipass.previewed-rival")]
public sealed record OverlappingRule(
    [property: Id(0)] ObligationBasis Basis,
    [property: Id(1)] string Source,
    [property: Id(2)] Bilingual Title,
    [property: Id(3)] bool Wins,
    [property: Id(4)] OverruledWhy Why,
    [property: Id(5)] int Facilities
);

/// <summary>A facility whose obligation an order would change.</summary>
/// <param name="Facility">The facility.</param>
/// <param name="Before">On the order's first day, without it.</param>
/// <param name="After">With it.</param>
[GenerateSerializer, Immutable, Alias("kipass.previewed-facility")]
public sealed record AffectedFacility(
    [property: Id(0)] FacilitySummary Facility,
    [property: Id(1)] ObligationKind Before,
    [property: Id(2)] ObligationKind After
);
