using System.Collections.Immutable;
using KiPass.Contracts.Policy;

namespace KiPass.Contracts.Facilities;

/// <summary>What an order or another crisis level would change on its first day, computed before it is entered.</summary>
/// <param name="Covered">Number of submitted, active and suspended facilities in its region and of its types.</param>
/// <param name="Changed">Number of facilities whose obligation would change.</param>
/// <param name="Facilities">One page of these facilities, sorted by district.</param>
/// <param name="Rivals">
/// Other rules and orders that apply to the same facilities on that day, those with the most facilities first; at most 50.
/// </param>
[GenerateSerializer, Immutable, Alias("kipass.order-preview")]
public sealed record OrderImpact(
    [property: Id(0)] int Covered,
    [property: Id(1)] int Changed,
    [property: Id(2)] ImmutableArray<AffectedFacility> Facilities,
    [property: Id(3)] ImmutableArray<OverlappingRule> Rivals
);

/// <summary>A rule, order or exemption that applies to the same facilities as the previewed order.</summary>
/// <param name="Basis">What it is.</param>
/// <param name="Source">Its identifier, as in <see cref="Obligation.Source"/>.</param>
/// <param name="Title">Its name.</param>
/// <param name="Wins">Whether it takes precedence over the previewed order.</param>
/// <param name="Why">Why the other of the two is overruled.</param>
/// <param name="Facilities">Number of facilities to which both apply.</param>
[GenerateSerializer, Immutable, Alias("kipass.previewed-rival")]
public sealed record OverlappingRule(
    [property: Id(0)] ObligationBasis Basis,
    [property: Id(1)] string Source,
    [property: Id(2)] Bilingual Title,
    [property: Id(3)] bool Wins,
    [property: Id(4)] OverruledWhy Why,
    [property: Id(5)] int Facilities
);

/// <summary>A facility whose obligation would change.</summary>
/// <param name="Facility">The facility.</param>
/// <param name="Before">Obligation on the first day without the order.</param>
/// <param name="After">Obligation on the first day with the order.</param>
[GenerateSerializer, Immutable, Alias("kipass.previewed-facility")]
public sealed record AffectedFacility(
    [property: Id(0)] FacilitySummary Facility,
    [property: Id(1)] ObligationKind Before,
    [property: Id(2)] ObligationKind After
);
