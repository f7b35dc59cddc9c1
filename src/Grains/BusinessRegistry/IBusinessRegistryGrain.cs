using System.Collections.Immutable;
using Orleans.Concurrency;

namespace KiPass.Grains.BusinessRegistry;

/// <summary>
/// Queries the tax service about facilities and delivers its answers, so that no facility grain waits for HTTP. Stateless. Key <see
/// cref="Key"/>.
/// </summary>
[Alias("kipass.registry")]
internal interface IBusinessRegistryGrain : IGrainWithStringKey
{
    public const string Key = "registry";

    /// <summary>Checks a facility that was just submitted; the caller does not wait.</summary>
    [Alias("Check"), OneWay]
    ValueTask Check(Guid facilityId);

    /// <summary>Checks up to 100 facilities.</summary>
    /// <returns>False when the tax service did not answer; further calls would fail as well.</returns>
    [Alias("CheckAll"), ResponseTimeout("00:01:00")]
    ValueTask<bool> CheckAll(ImmutableArray<Guid> facilityIds);
}
