using KiPass.Contracts.Facilities;
using KiPass.Grains.Visits;
using Orleans.Concurrency;

namespace KiPass.Grains.Facilities;

/// <summary>
/// Interface of a facility for traces, implemented by the facility grain. Key <c>f:{facility id}</c>. Not available to Orleans clients.
/// </summary>
[Alias("kipass.facility-trace")]
internal interface IFacilityTrace : IGrainWithStringKey
{
    /// <summary>The facility's facts and the zones of its devices; null when there is no such facility.</summary>
    [Alias("Footprint"), AlwaysInterleave]
    ValueTask<FacilitySnapshot?> Snapshot();

    /// <summary>
    /// Visits and paper visits in [from, to), the first 20,000 and 1,000. For silos of the version before; this version reads pages from the
    /// visit log itself.
    /// </summary>
    /// <returns>Null when the database did not answer.</returns>
    [Alias("Present"), AlwaysInterleave, ResponseTimeout("00:00:30")]
    ValueTask<Presence?> Present(DateTimeOffset from, DateTimeOffset to);
}

/// <summary>A facility's facts, and the zone of each device that has one.</summary>
/// <param name="DeviceKeys">The public signing key (JWK) of each device that has one; null from a silo of the version before.</param>
[GenerateSerializer, Immutable, Alias("kipass.footprint")]
internal sealed record FacilitySnapshot(
    [property: Id(0)] FacilityFacts Facts,
    [property: Id(1)] IReadOnlyDictionary<Guid, Guid> ZoneOfDevice,
    [property: Id(2)] IReadOnlyDictionary<Guid, string> ZoneNames,
    [property: Id(3)] IReadOnlyDictionary<Guid, string>? DeviceKeys = null
);

/// <summary>Visits of a facility.</summary>
[GenerateSerializer, Immutable, Alias("kipass.presence")]
internal sealed record Presence([property: Id(0)] IReadOnlyList<VisitRow> Visits, [property: Id(1)] IReadOnlyList<PaperVisit> Paper);
