using KiPass.Contracts.Access;
using KiPass.Contracts.Facilities;
using KiPass.Contracts.Traces;
using KiPass.Grains.Facilities;
using KiPass.Grains.Tests.Hosting;
using KiPass.Grains.Visits;
using KiPass.Tokens.Audit;
using KiPass.Tokens.Orders;

namespace KiPass.Grains.Tests.Traces;

public sealed class TraceTests
{
    [Theory]
    [InlineData(StoreKind.Sqlite)]
    [InlineData(StoreKind.Postgres)]
    public async Task A_trace_of_an_index_person_produces_the_line_list(StoreKind kind)
    {
        await using var world = await TraceWorld.Create(kind);
        await world.Facility("노래방", "karaoke");
        await world.Facility("카페", "cafe");
        await world.Facility("클럽", "colatec");
        await world.Enters("case", "카페", "18:00");
        await world.Enters("case@2", "노래방", "18:40");
        await world.Enters("case", "클럽", "23:30", daysAgo: 2);
        await world.Enters("Ana", "카페", "18:20");
        await world.Enters("Ana", "노래방", "19:00");
        await world.Enters("Ben@2", "노래방", "20:00");
        await world.Enters("Cho", "노래방", "20:30");
        await world.Enters("Dan", "클럽", "01:00", daysAgo: 1);
        await world.Enters("Eve", "클럽", "23:40", daysAgo: 1);
        var undone = await world.Enters("Fay", "카페", "18:10");
        Assert.Equal(
            ScanStatus.Voided,
            await world.Register.Log.Void(undone.Token, undone.ScanId, undone.DeviceId, undone.ReceivedAt, default)
        );
        await world.Writes("종이", "노래방", "19:59");
        var order = world.Order();

        var progress = await world.Complete(order);

        Assert.Equal(
            [
                "Ana at 노래방 from 13 19:00 for 70: close",
                "Ana at 카페 from 13 18:20 for 20: close",
                "Ben at 노래방 from 13 20:00 for 10: casual",
                "Dan at 클럽 from 12 01:00 for 90: close",
                "종이 at 노래방 from 13 19:59 for 11: casual",
            ],
            await world.Lines(order)
        );
        Assert.Equal((3, 4, 3, 1), (progress.Facilities, progress.Contacts, progress.Close, progress.PaperContacts));
        Assert.Equal(
            [
                new(1, IssuerAnswer.Answered, IssuerAnswer.Answered, 3),
                new IssuerProgress(2, IssuerAnswer.Answered, IssuerAnswer.Answered, 1),
            ],
            progress.Issuers
        );
        var findings = await world.Findings(order);
        Assert.Equal(
            [InferredExit.DwellTime, InferredExit.NextVisit, InferredExit.DwellTime],
            findings.Case.OrderBy(s => s.EnteredAt).Select(s => s.Exit)
        );
    }

    [Fact]
    public async Task A_trace_of_a_facility_and_time_window_needs_no_index_person()
    {
        await using var world = await TraceWorld.Create();
        await world.Facility("노래방", "karaoke");
        await world.Enters("Ana", "노래방", "17:40");
        await world.Enters("Ben@2", "노래방", "18:30");
        await world.Enters("Cho", "노래방", "17:00");
        await world.Enters("Dan", "노래방", "20:00");
        var order = world.WindowOrder("노래방", "19:00", "20:00");

        var progress = await world.Complete(order);

        Assert.Equal(["Ana at 노래방 from 13 19:00 for 10: casual", "Ben at 노래방 from 13 19:00 for 60: close"], await world.Lines(order));
        Assert.DoesNotContain(world.Issuers.Requests, r => r.Route == "subjects");
        Assert.Equal(2, progress.Contacts);
        Assert.Empty((await world.Findings(order)).Case);
    }

    [Fact]
    public async Task An_unknown_person_is_answered_like_a_known_one_and_has_no_contacts()
    {
        await using var world = await TraceWorld.Create();
        var order = world.Order(name: "nobody");
        var progress = await world.Complete(order);
        Assert.All(progress.Issuers, issuer => Assert.Equal(IssuerAnswer.Answered, issuer.Subjects));
        Assert.Empty(await world.Lines(order));
    }

    [Fact]
    public async Task Facilities_outside_the_district_are_counted_and_omitted()
    {
        await using var world = await TraceWorld.Create();
        await world.Facility("종로", "karaoke", "11110");
        await world.Facility("수원", "karaoke", "41110");
        await world.Enters("case", "종로", "18:00");
        await world.Enters("case", "수원", "19:00");
        await world.Enters("Ana", "종로", "18:10");
        await world.Enters("Ben", "수원", "19:10");
        var order = world.Order(district: "11");

        var progress = await world.Complete(order);

        Assert.Equal(["Ana at 종로 from 13 18:10 for 50: close"], await world.Lines(order));
        Assert.Equal((1, 1), (progress.Facilities, progress.FacilitiesElsewhere));
        Assert.DoesNotContain(
            "수원",
            string.Concat((await world.Findings(order)).Facilities.Select(f => f.Name)),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Visitors_scanned_in_different_zones_are_not_contacts()
    {
        await using var world = await TraceWorld.Create();
        var owner = Caller.Account("owner-1");
        var id = await world.Facility("백화점", "retail");
        var grain = world.Cluster.Grains.GetGrain<IFacilityGrain>(FacilityKey.Of(id));
        var door = world.Cluster.Get<IGrainFactory>().GetGrain<IInternalFacilityGrain>(FacilityKey.Of(id));
        var devices = new List<Guid>();
        foreach (var floor in new[] { "1층", "2층" })
        {
            var zone = new Zone(Guid.NewGuid(), floor);
            Assert.Equal(AnswerStatus.Done, (await grain.SetZone(owner, zone)).Status);
            var device = (await door.AddDevice(floor)).DeviceId;
            Assert.Equal(AnswerStatus.Done, (await grain.ChangeDevice(owner, device, floor, zone.Id)).Status);
            devices.Add(device);
        }
        await world.Enters("case", "백화점", "18:00", device: devices[0]);
        await world.Enters("Ana", "백화점", "18:10", device: devices[0]);
        await world.Enters("Ben", "백화점", "18:10", device: devices[1]);
        var order = world.Order();

        await world.Complete(order);

        Assert.Equal(["Ana at 백화점 from 13 18:10 for 50: close"], await world.Lines(order));
        Assert.Equal("1층", (await world.Findings(order)).Case.Single().Zone);
    }

    [Fact]
    public async Task An_order_can_override_dwell_times()
    {
        await using var world = await TraceWorld.Create();
        await world.Facility("노래방", "karaoke");
        await world.Enters("case", "노래방", "18:00");
        await world.Enters("Ana", "노래방", "19:20");
        var part = new RegisterPart(TraceKind.Case, new Dictionary<string, int> { ["karaoke"] = 120 }, 41);
        var order = world.Order() with { ForRegister = part.Seal(world.RegisterKey) };

        await world.Complete(order);

        Assert.Equal(["Ana at 노래방 from 13 19:20 for 40: casual"], await world.Lines(order));
    }

    [Fact]
    public async Task Every_trace_step_is_audited_without_personal_data()
    {
        await using var world = await TraceWorld.Create();
        await world.Facility("노래방", "karaoke");
        var visit = await world.Enters("case", "노래방", "18:00");
        await world.Enters("Ana", "노래방", "18:10");
        var order = world.Order();
        await world.Complete(order);

        var audit = await world.Audit();
        Assert.Equal(
            ["trace-begun", "subjects-asked", "subjects-answered", "identities-asked", "identities-answered", "trace-completed"],
            audit.Select(e => e.Kind).Distinct()
        );
        Assert.All(audit, e => Assert.Equal(order.Id.ToString(), e.Facts["order"]));
        Assert.All(
            audit.Where(e => e.Kind.EndsWith("-answered", StringComparison.Ordinal)),
            e => Assert.Equal(ChainHead.Empty, SignedHead.Peek(e.Facts["issuerHead"]))
        );
        Assert.Equal(TraceWorld.AuthorityHead, SignedHead.Peek(audit[0].Facts["authorityHead"]));
        var result = (await world.Trace(order).Result())!;
        Assert.NotNull(SignedHead.Verify(result.Head, "register", world.RegisterSigning));
        Assert.All(
            result.Identities,
            i => Assert.NotNull(SignedHead.Verify(i.Head, $"issuer:{i.Issuer}", world.Issuers[i.Issuer].Signing.PublicKey))
        );
        var facts = string.Concat(audit.SelectMany(e => e.Facts.Values));
        Assert.DoesNotContain(visit.FacilityId.ToString(), facts, StringComparison.Ordinal);
        Assert.DoesNotContain(visit.Ticket.Value.ToString(), facts, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_issuer_receives_its_contacts_shuffled_and_without_facilities()
    {
        await using var world = await TraceWorld.Create();
        await world.Facility("노래방", "karaoke");
        await world.Enters("case", "노래방", "18:00");
        for (var i = 0; i < 40; i++)
        {
            await world.Enters($"visitor {i}", "노래방", $"18:{i + 10}");
        }
        var first = world.Order();
        await world.Complete(first);
        await world.Complete(world.Order());

        var asked = world.Issuers.Requests.Where(r => r.Route == "identities").Select(r => r.Request.Tickets!.Single().Tickets).ToList();
        Assert.Equal(2, asked.Count);
        Assert.Equal(asked[0].ToHashSet(), asked[1].ToHashSet());
        Assert.NotEqual(asked[0], asked[1]);
    }
}
