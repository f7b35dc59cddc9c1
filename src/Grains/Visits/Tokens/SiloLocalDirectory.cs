using System.Collections.Concurrent;
using Orleans.GrainDirectory;

namespace KiPass.Grains.Visits.Tokens;

/// <summary>
/// Where the token grains of this silo are: each silo knows its own only. Two silos may hold the same token at once; the visit log decides
/// then. A directory for the cluster would cost every scan two remote calls for a certainty that the database gives anyway.
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
