using System.Text.Json;
using KiPass.Contracts.Facilities;
using KiPass.Grains.Facilities;
using KiPass.Grains.Visits;
using KiPass.Testing;
using KiPass.Tokens.Jose;
using KiPass.Tokens.Keys;
using KiPass.Tokens.Orders;

namespace KiPass.Grains.Tests.Attacks;

public sealed class DeviceKeyTraceTests
{
    [Fact]
    [Attack("Somebody without the device writes a paper entry into its facility's log")]
    public async Task Nobody_writes_a_paper_entry_that_a_trace_shows_as_signed_by_a_device()
    {
        await using var world = await TraceWorld.Create();
        var bar = await world.Facility("노래방", "karaoke");
        await world.Enters("case", "노래방", "18:00");
        var key = new FileSigningKey(EcJwk.Create());
        var facility = world.Cluster.Grains.GetGrain<IInternalFacilityGrain>(FacilityKey.Of(bar));
        var device = (await facility.AddDevice(new NewDevice("정문", JsonSerializer.Serialize(key.PublicKey)))).DeviceId;
        var old = (await facility.AddDevice(new NewDevice("후문"))).DeviceId;
        await Write(world, bar, device, "정품", entry => entry.Seal(world.AuthorityDecryption.PublicKey, key));
        await Write(
            world,
            bar,
            device,
            "위조",
            entry => entry.Seal(world.AuthorityDecryption.PublicKey, new FileSigningKey(EcJwk.Create()))
        );
        await Write(world, bar, device, "미서명", entry => entry.Seal(world.AuthorityDecryption.PublicKey));
        await Write(world, bar, old, "옛기기", entry => entry.Seal(world.AuthorityDecryption.PublicKey));
        var order = world.Order();
        await world.Complete(order);

        var opened = (await world.Findings(order)).Paper.Select(paper =>
            (PaperEntry.Open(paper.Sealed, world.AuthorityDecryption, paper.DeviceKey, out var isSigned)!.Name, isSigned)
        );

        Assert.Equal(
            [("미서명", false), ("옛기기", false), ("위조", false), ("정품", true)],
            opened.OrderBy(entry => entry.Name, StringComparer.Ordinal)
        );
    }

    private static async Task Write(TraceWorld world, Guid facility, Guid device, string name, Func<PaperEntry, string> seal)
    {
        var at = world.Today.Start.AddHours(18.5);
        var entry = new PaperEntry(name, "01012345678", facility, device, Guid.NewGuid(), at);
        var visit = new PaperVisit(facility, device, entry.ScanId, seal(entry), at, at);
        Assert.Equal(ScanStatus.Accepted, (await world.Register.Log.Append(visit, default)).Status);
    }
}
