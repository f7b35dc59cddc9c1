using System.Text.Json;
using KiPass.Contracts.Access;
using KiPass.Contracts.Facilities;
using KiPass.Contracts.Live;
using KiPass.Testing;

namespace KiPass.Silo.Tests.Facilities;

/// <summary>Owners and officials see scans as they happen, as counts.</summary>
public sealed class LiveTests(Registers registers)
{
    [Theory, InlineData(Store.Sqlite), InlineData(Store.Postgres)]
    public async Task Scans_appear_in_the_counts_of_the_owner_and_in_the_grid_of_officials(Store store)
    {
        var register = registers.On(store);
        var device = await register.NewDevice();
        using var owners = new PortalUnderTest(register, CallingPortal.Owners);
        using var authority = new PortalUnderTest(register, CallingPortal.Authority);
        var view = await owners.Call<IFacilityGrain>("View", CallerRole.Account, new { key = FacilityKey.Of(device.FacilityId) });
        var district = view.Body.GetProperty("facts").GetProperty("district").GetString()!;
        Assert.DoesNotContain(await Tiles(authority, district), tile => tile.Code == $"{device.FacilityId}");
        Assert.Equal((0, 0), await Live(owners, device.FacilityId));

        var (pass, scanId) = (register.Issuer.PassAt(register.Now), Guid.NewGuid());
        Assert.Equal(200, (await device.Scan(pass, scanId)).Status);
        Assert.Equal(200, (await device.Scan(pass, scanId)).Status);
        for (var scan = 0; scan < LiveTile.Few; scan++)
        {
            Assert.Equal(200, (await device.Scan(register.Issuer.PassAt(register.Now))).Status);
            Assert.Equal(400, (await device.Scan("KP2:NOTHING")).Status);
        }

        await Eventually.True(
            async () =>
                (await Tiles(authority, district)).Exists(tile =>
                    tile == new LiveTile($"{device.FacilityId}", tile.Name, LiveTile.Few + 1, LiveTile.Few)
                ),
            "officials see the facility's scans, each once"
        );
        Assert.Contains(await Tiles(authority, district[..2]), tile => tile.Code == district && tile.Entries > LiveTile.Few);
        Assert.Contains(await Tiles(authority, "*"), tile => tile.Code == district[..2] && tile.Entries > LiveTile.Few);
        await Eventually.True(
            async () => await Live(owners, device.FacilityId) == (LiveTile.Few + 1, LiveTile.Few + 1),
            "the owner sees the entries"
        );

        Assert.Equal(200, (await device.Undo(pass, scanId)).Status);
        await Eventually.True(
            async () => await Live(owners, device.FacilityId) == (LiveTile.Few, LiveTile.Few),
            "the owner does not see an undone entry"
        );
    }

    private static async Task<(int Today, int LastHour)> Live(PortalUnderTest owners, Guid facility)
    {
        var answer = await owners.Call<IFacilityGrain>("Live", CallerRole.Account, new { key = FacilityKey.Of(facility) });
        Assert.Equal(200, answer.Status);
        return (answer.Body.GetProperty("today").GetInt32(), answer.Body.GetProperty("lastHour").GetInt32());
    }

    private static async Task<List<LiveTile>> Tiles(PortalUnderTest authority, string region)
    {
        var answer = await authority.Call<ILiveGridGrain>(
            "Watch",
            CallerRole.Official,
            new { key = ILiveGridGrain.Key, region },
            "official-1",
            "*"
        );
        Assert.Equal(200, answer.Status);
        return answer.Body.GetProperty("tiles").Deserialize<List<LiveTile>>(RegisterCallJson.Options)!;
    }
}
