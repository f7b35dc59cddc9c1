using System.Collections.Immutable;

namespace KiPass.Grains.Live;

/// <summary>Internal interface of the live grid, to which each silo reports its scans. Not available to portals.</summary>
[Alias("kipass.live-reports")]
internal interface ILiveReports : IGrainWithStringKey
{
    /// <summary>Adds the scans of a silo since its last report.</summary>
    /// <param name="districts">The scans of each district.</param>
    /// <param name="facilities">The scans of each facility in the districts that are watched.</param>
    /// <returns>The districts that are watched now.</returns>
    [Alias("Report"), ResponseTimeout("00:00:02")]
    ValueTask<ImmutableArray<string>> Report(ImmutableArray<DistrictScans> districts, ImmutableArray<FacilityScans> facilities);
}

/// <summary>Number of scans of a district.</summary>
[GenerateSerializer, Immutable, Alias("kipass.district-scans")]
internal readonly record struct DistrictScans(
    [property: Id(0)] string District,
    [property: Id(1)] int Accepted,
    [property: Id(2)] int Refused
);

/// <summary>Number of scans of a facility.</summary>
/// <param name="Name">Trade name.</param>
[GenerateSerializer, Immutable, Alias("kipass.facility-scans")]
internal readonly record struct FacilityScans(
    [property: Id(0)] Guid Id,
    [property: Id(1)] string District,
    [property: Id(2)] string Name,
    [property: Id(3)] int Accepted,
    [property: Id(4)] int Refused
);
