using KiPass.Contracts.Facilities;
using KiPass.Grains.Database;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Storage;

namespace KiPass.Grains.Facilities;

/// <summary>
/// Reads facilities from the grain storage while their grain cannot be called: when a silo fails, the others take up to 12 s to declare it
/// dead. A grain acknowledges only stored changes, so a revocation is visible here as well.
/// </summary>
internal sealed class StoredFacilities(
    [FromKeyedServices(RegisterStorage.Name)] IGrainStorage storage,
    IGrainFactory grains,
    TimeProvider time
)
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(2);

    /// <summary>Whether a device may record visits; null when the database did not answer.</summary>
    /// <inheritdoc cref="IInternalFacilityGrain.Admit"/>
    public async ValueTask<Admission?> Admit(Guid facilityId, Guid deviceId, byte[] tokenHash)
    {
        var stored = new GrainState<FacilityRecord>();
        var id = grains.GetGrain<IInternalFacilityGrain>(FacilityKey.Of(facilityId)).GetGrainId();
        try
        {
            await storage.ReadStateAsync(FacilityGrain.StateName, id, stored).WaitAsync(Timeout);
        }
        catch (Exception e) when (StoreErrors.IsOfStore(e) || e is OrleansException)
        {
            return null;
        }
        return FacilityAdmission.Of(stored.State ?? new FacilityRecord(), deviceId, tokenHash, seenAt: null, time.GetUtcNow());
    }
}
