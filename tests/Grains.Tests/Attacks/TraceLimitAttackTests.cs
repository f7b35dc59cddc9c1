using KiPass.Grains.Visits;
using KiPass.Testing;

namespace KiPass.Grains.Tests.Attacks;

public sealed class TraceLimitAttackTests
{
    [Fact]
    [Attack("A device writes junk paper entries to end a trace")]
    public async Task No_trace_ends_when_a_device_writes_junk_paper_entries()
    {
        await using var world = await TraceWorld.Create();
        var bar = await world.Facility("노래방", "karaoke");
        await world.Facility("카페", "cafe");
        await world.Enters("case", "카페", "17:00");
        await world.Enters("case", "노래방", "18:00");
        await world.Enters("Ana", "카페", "17:10");
        for (var i = 0; i < 8; i++)
        {
            await world.Enters($"visitor {i}", "노래방", $"18:1{i}");
        }
        var honest = await world.Writes("종이", "노래방", "19:00");
        await Flood(world, bar, Guid.NewGuid(), 120);
        await Flood(world, bar, Guid.NewGuid(), 120);
        var order = world.Order(maxContacts: 20);

        var progress = await world.Complete(order);

        Assert.Equal((9, 11, 230), (progress.Contacts, progress.PaperContacts, progress.LeftOut));
        var findings = await world.Findings(order);
        var cut = Assert.Single(findings.Cut!);
        Assert.Equal((bar, 0, 230), (cut.Facility, cut.Contacts, cut.Paper));
        Assert.Equal(
            9,
            world.Issuers.Requests.Where(r => r.Route == "identities").Sum(r => r.Request.Tickets!.Sum(day => day.Tickets.Count))
        );
        // Each device has only its share, so the honest entry of another device is not displaced.
        Assert.Contains(findings.Paper, entry => entry.ScanId == honest.ScanId);
        Assert.All(findings.Paper, entry => Assert.NotEmpty(entry.Sealed));
        var entry = Assert.Single(await world.Audit(), e => e.Kind == "trace-cut");
        Assert.Equal(("20", "230"), (entry.Facts["contacts"], entry.Facts["leftOut"]));
    }

    [Theory, InlineData(StoreKind.Sqlite), InlineData(StoreKind.Postgres)]
    [Attack("A crowded facility fills the memory of a silo")]
    public async Task Nobody_fills_memory_by_recording_more_than_a_page(StoreKind kind)
    {
        await using var register = await TestRegister.Create(kind);
        var (facility, noon) = (Guid.NewGuid(), TestRegister.Noon);
        var paper = VisitPages.PaperSize + 5;
        var visits = VisitPages.Size + 5;
        await Task.WhenAll(
            Enumerable
                .Range(0, visits)
                .Select(i => register.Log.Append(SomeVisits.At(noon.AddMilliseconds(i / 3), facility), default).AsTask())
        );
        for (var i = 0; i < paper; i++)
        {
            await register.Log.Append(SomeVisits.PaperAt(noon.AddMilliseconds(i / 3), facility), default);
        }

        var (visitPages, paperPages) = (new List<int>(), new List<int>());
        var seen = new HashSet<Guid>();
        await foreach (var page in register.Reader.AtFacility(facility, noon, noon.AddHours(1), noon, default))
        {
            visitPages.Add(page.Count);
            seen.UnionWith(page.Select(visit => visit.DeviceId));
        }
        await foreach (var page in register.Reader.PaperAtFacility(facility, noon, noon.AddHours(1), noon, default))
        {
            paperPages.Add(page.Count);
            seen.UnionWith(page.Select(visit => visit.DeviceId));
        }

        Assert.Equal([VisitPages.Size, 5], visitPages);
        Assert.Equal([VisitPages.PaperSize, 5], paperPages);
        Assert.Equal(visits + paper, seen.Count);
    }

    [Theory, InlineData(StoreKind.Sqlite), InlineData(StoreKind.Postgres)]
    [Attack("A visitor with a script records thousands of visits to fill a trace")]
    public async Task Nobody_fills_a_trace_with_the_visits_of_one_ticket(StoreKind kind)
    {
        await using var register = await TestRegister.Create(kind);
        var (ticket, noon) = (SomeVisits.SomeTicket(), TestRegister.Noon);
        await Task.WhenAll(
            Enumerable.Range(0, 300).Select(i => register.Log.Append(SomeVisits.At(noon.AddSeconds(i), null, ticket), default).AsTask())
        );
        var day = Tokens.KoreanDay.Of(noon);

        var alone = await register.Reader.OfTicket(SomeVisits.Issuer, day, ticket, noon, default);
        var among = await register.Reader.OfTickets(day, [(SomeVisits.Issuer, ticket)], noon, default);

        Assert.Equal((VisitPages.MaxPerTicket, VisitPages.MaxPerTicket), (alone.Count, among.Count));
    }

    private static async Task Flood(TraceWorld world, Guid facility, Guid device, int count)
    {
        for (var i = 0; i < count; i++)
        {
            var at = world.Today.Start.AddHours(18.5).AddSeconds(i);
            var junk = new PaperVisit(facility, device, Guid.NewGuid(), "ey..a.b.c", at, at);
            Assert.Equal(ScanStatus.Accepted, (await world.Register.Log.Append(junk, default)).Status);
        }
    }
}
