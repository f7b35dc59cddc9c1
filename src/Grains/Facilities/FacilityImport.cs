using KiPass.Contracts.Facilities;
using KiPass.Grains.Database;
using KiPass.Grains.Facilities.Directory;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Storage;

namespace KiPass.Grains.Facilities;

/// <summary>
/// Stores whole facilities for a demonstration, with the writes of <see cref="FacilityGrain"/>: its state, then its row in the directory. The
/// grain must not be active.
/// </summary>
internal sealed class FacilityImport(
    [FromKeyedServices(RegisterStorage.Name)] IGrainStorage storage,
    FacilityDirectory directory,
    IGrainFactory grains
)
{
    /// <summary>Writes a facility, or replaces one that was written before.</summary>
    /// <param name="id">The facility's id.</param>
    /// <param name="record">Its state; the revision increases with each write.</param>
    public async Task Put(Guid id, FacilityRecord record)
    {
        var grain = grains.GetGrain<IInternalFacilityGrain>(FacilityKey.Of(id)).GetGrainId();
        var state = new GrainState<FacilityRecord>();
        await storage.ReadStateAsync(FacilityGrain.StateName, grain, state);
        var next = record with { Revision = (state.State?.Revision ?? 0) + 1 };
        state.State = next;
        await storage.WriteStateAsync(FacilityGrain.StateName, grain, state);
        await directory.Put(new DirectoryRow(id, next, record.Devices.Select(device => device.SeenAt).Max()), CancellationToken.None);
    }
}
