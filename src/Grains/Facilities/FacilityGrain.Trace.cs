using System.Text.Json;
using KiPass.Grains.Database;

namespace KiPass.Grains.Facilities;

internal sealed partial class FacilityGrain : IFacilityTrace
{
    /// <summary>Limits of one answer of <see cref="IFacilityTrace.Present"/>.</summary>
    private const int MaxPresent = 20_000;
    private const int MaxPresentOnPaper = 1_000;

    public ValueTask<FacilitySnapshot?> Snapshot() =>
        ValueTask.FromResult(
            storage.RecordExists
                ? new FacilitySnapshot(
                    State.Facts,
                    State.Devices.Where(device => device.Zone is not null).ToDictionary(device => device.Id, device => device.Zone!.Value),
                    State.Zones.ToDictionary(zone => zone.Id, zone => zone.Name),
                    State
                        .Devices.Where(device => device.SigningKey is not null)
                        .ToDictionary(device => device.Id, device => JsonSerializer.Serialize(device.SigningKey))
                )
                : null
        );

    public async ValueTask<Presence?> Present(DateTimeOffset from, DateTimeOffset to)
    {
        var now = time.GetUtcNow();
        try
        {
            return new Presence(
                await FirstOf(visits.AtFacility(Id, from, to, now, CancellationToken.None), MaxPresent),
                await FirstOf(visits.PaperAtFacility(Id, from, to, now, CancellationToken.None), MaxPresentOnPaper)
            );
        }
        catch (Exception e) when (StoreErrors.IsOfStore(e))
        {
            return null;
        }
    }

    private static async ValueTask<IReadOnlyList<T>> FirstOf<T>(IAsyncEnumerable<IReadOnlyList<T>> pages, int most)
    {
        var rows = new List<T>();
        await foreach (var page in pages)
        {
            rows.AddRange(page.Take(most - rows.Count));
            if (rows.Count == most)
            {
                break;
            }
        }
        return rows;
    }
}
