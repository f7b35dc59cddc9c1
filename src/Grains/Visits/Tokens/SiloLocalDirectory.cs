using System.Collections.Concurrent;
using Orleans.GrainDirectory;

namespace KiPass.Grains.Visits.Tokens;

/// <summary>
/// A grain directory that knows only the token grains of its own silo. Two silos can activate the same token at the same time; the visit
/// log then decides. A cluster-wide directory would cost every scan two remote calls for a guarantee that the database gives anyway.
/// </summary>
internal sealed class SiloLocalDirectory : IGrainDirectory
{
    public const string Name = "silo-local";

    private readonly ConcurrentDictionary<GrainId, GrainAddress> addresses = new();

    public Task<GrainAddress?> Register(GrainAddress address) =>
        Task.FromResult<GrainAddress?>(addresses.GetOrAdd(address.GrainId, address));

    public Task<GrainAddress?> Register(GrainAddress address, GrainAddress? previousAddress)
    {
        if (previousAddress is not null)
        {
            addresses.TryRemove(KeyValuePair.Create(address.GrainId, previousAddress));
        }
        return Register(address);
    }

    public Task Unregister(GrainAddress address)
    {
        if (addresses.TryGetValue(address.GrainId, out var known) && known.ActivationId == address.ActivationId)
        {
            addresses.TryRemove(KeyValuePair.Create(address.GrainId, known));
        }
        return Task.CompletedTask;
    }

    public Task<GrainAddress?> Lookup(GrainId grainId) => Task.FromResult(addresses.GetValueOrDefault(grainId));

    public Task UnregisterSilos(List<SiloAddress> siloAddresses) => Task.CompletedTask;
}
