using System.Collections.Immutable;
using Orleans.Concurrency;

namespace KiPass.Grains.BusinessRegistry;

/// <summary>Asks the tax service about facilities and tells them; holds nothing, so that no facility waits for HTTP. Key <see cref="Key"/>.</summary>
[Alias("kipass.registry")]
internal interface IBusinessRegistryGrain : IGrainWithStringKey
{
    public const string Key = "registry";

    /// <summary>Asks about a facility that was just submitted; whoever submits does not wait.</summary>
    [Alias("Check"), OneWay]
    ValueTask Check(Guid facilityId);

    /// <summary>Asks about facilities, at most 100.</summary>
    /// <returns>False when the tax service did not answer: going on makes no sense now.</returns>
    [Alias("CheckAll"), ResponseTimeout("00:01:00")]
    ValueTask<bool> CheckAll(ImmutableArray<Guid> facilityIds);
}
