using System.Collections.Immutable;
using KiPass.Contracts.Policy;

namespace KiPass.Contracts.Facilities;

/// <summary>Whom an order would touch on its first day, before anybody enters it.</summary>
/// <param name="Covered">Facilities in its region, of its types, that are submitted, active or suspended.</param>
/// <param name="Changed">Those whose obligation would differ from what it is without the order.</param>
/// <param name="Facilities">One page of those that change, by district.</param>
[GenerateSerializer, Immutable, Alias("kipass.order-preview")]
public sealed record OrderPreview(
    [property: Id(0)] int Covered,
    [property: Id(1)] int Changed,
    [property: Id(2)] ImmutableArray<PreviewedFacility> Facilities
);

/// <summary>A facility whose obligation an order would change.</summary>
/// <param name="Facility">The facility.</param>
/// <param name="Before">On the order's first day, without it.</param>
/// <param name="After">With it.</param>
[GenerateSerializer, Immutable, Alias("kipass.previewed-facility")]
public sealed record PreviewedFacility(
    [property: Id(0)] FacilitySummary Facility,
    [property: Id(1)] ObligationKind Before,
    [property: Id(2)] ObligationKind After
);
