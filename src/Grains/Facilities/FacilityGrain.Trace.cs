using KiPass.Grains.Database;

namespace KiPass.Grains.Facilities;

internal sealed partial class FacilityGrain : IFacilityTrace
{
    public ValueTask<FacilitySnapshot?> Snapshot() =>
        ValueTask.FromResult(
            storage.RecordExists
                ? new FacilitySnapshot(
                    State.Facts,
                    State.Devices.Where(device => device.Zone is not null).ToDictionary(device => device.Id, device => device.Zone!.Value),
                    State.Zones.ToDictionary(zone => zone.Id, zone => zone.Name)
                )
                : null
        );

    public async ValueTask<Presence?> Present(DateTimeOffset from, DateTimeOffset to)
    {
        var now = time.GetUtcNow();
        try
        {
            var entries = await visits.AtFacility(Id, from, to, now, CancellationToken.None);
            return new Presence(entries, await visits.PaperAtFacility(Id, from, to, now, CancellationToken.None));
        }
        catch (Exception e) when (StoreErrors.IsOfStore(e))
        {
            return null;
        }
    }
}
