using System.Collections.Immutable;
using KiPass.Contracts.Access;

namespace KiPass.Contracts.Live;

/// <summary>
/// The scans of the last minute by province, district and facility (실시간 현황). Counts only, from memory: no visit is read. Key <see
/// cref="Key"/>.
/// </summary>
[Alias("kipass.live-grid")]
public interface ILiveGridGrain : IGrainWithStringKey
{
    /// <summary>The only key.</summary>
    const string Key = "live";

    /// <summary>
    /// The tiles of a region within the caller's jurisdiction (otherwise Refused): the provinces of the nation, the districts of a province,
    /// or the facilities of a district that had a scan, the busiest first and at most <see cref="LiveGrid.MaxFacilities"/>. Facilities are
    /// counted while their district is watched: its first minute is not complete.
    /// </summary>
    [Alias("Watch")]
    [OpenTo(CallerRole.Official, CallerRole.Approver)]
    ValueTask<Answer<LiveGrid>> Watch(Caller caller, Jurisdiction region);
}

/// <summary>The tiles of a region.</summary>
/// <param name="At">The register's clock.</param>
/// <param name="Tiles">Regions and facilities without a scan in the last minute are left out.</param>
[GenerateSerializer, Immutable, Alias("kipass.live-grid-tiles")]
public sealed record LiveGrid([property: Id(0)] DateTimeOffset At, [property: Id(1)] ImmutableArray<LiveTile> Tiles)
{
    /// <summary>Maximum number of facilities.</summary>
    public const int MaxFacilities = 500;
}

/// <summary>The scans of one province, district or facility in the last minute.</summary>
/// <param name="Code">Code of the province or district, or the facility's id.</param>
/// <param name="Name">Trade name of a facility; empty for a region, whose name everyone knows.</param>
/// <param name="Entries">Accepted scans. Null for a facility with 1 to 4: a single entry must not be observable.</param>
/// <param name="Refused">Refused scans. Null for a facility with 1 to 4.</param>
[GenerateSerializer, Immutable, Alias("kipass.live-tile")]
public sealed record LiveTile(
    [property: Id(0)] string Code,
    [property: Id(1)] string Name,
    [property: Id(2)] int? Entries,
    [property: Id(3)] int? Refused
)
{
    /// <summary>The smallest count of a facility that is shown as a number.</summary>
    public const int Few = 5;
}
