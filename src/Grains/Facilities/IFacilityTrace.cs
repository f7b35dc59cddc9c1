using KiPass.Contracts.Facilities;
using KiPass.Grains.Visits;
using Orleans.Concurrency;

namespace KiPass.Grains.Facilities;

/// <summary>A facility as a trace uses it. The same grain, key <c>f:{facility id}</c>. Orleans clients do not have this interface.</summary>
[Alias("kipass.facility-trace")]
internal interface IFacilityTrace : IGrainWithStringKey
{
    /// <summary>What officials need of it, and where its scanners stand; null when there is no such facility.</summary>
    [Alias("Footprint"), AlwaysInterleave]
    ValueTask<FacilitySnapshot?> Snapshot();

    /// <summary>Who entered in [from, to), with a pass or on paper.</summary>
    /// <returns>Null when the database did not answer.</returns>
    [Alias("Present"), AlwaysInterleave, ResponseTimeout("00:00:30")]
    ValueTask<Presence?> Present(DateTimeOffset from, DateTimeOffset to);
}

/// <summary>A facility's facts, and the zone of each of its scanners that stands in one.</summary>
[GenerateSerializer, Immutable, Alias("kipass.footprint")]
internal sealed record FacilitySnapshot(
    [property: Id(0)] FacilityFacts Facts,
    [property: Id(1)] IReadOnlyDictionary<Guid, Guid> ZoneOfDevice,
    [property: Id(2)] IReadOnlyDictionary<Guid, string> ZoneNames
);

/// <summary>Entries of a facility.</summary>
[GenerateSerializer, Immutable, Alias("kipass.presence")]
internal sealed record Presence([property: Id(0)] IReadOnlyList<VisitRow> Visits, [property: Id(1)] IReadOnlyList<PaperVisit> Paper);
