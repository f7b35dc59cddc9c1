using KiPass.Contracts.Access;
using KiPass.Contracts.Facilities;
using KiPass.Contracts.Traces;
using KiPass.Grains.Facilities;
using KiPass.Grains.Traces;
using KiPass.Grains.Visits;
using KiPass.Tokens;
using KiPass.Tokens.Orders;
using KiPass.Tokens.Passes;

namespace KiPass.Grains.Tests.Traces;

/// <summary>Where contacts went next: within the day, in the district, and only when the order asks.</summary>
public sealed class ForwardTests
{
    [Fact]
    public async Task Forward_tracing_follows_contacts_until_the_end_of_the_day()
    {
        await using var world = await TraceWorld.Create();
        await world.Facility("노래방", "karaoke");
        await world.Facility("카페", "cafe");
        await world.Facility("클럽", "colatec");
        await world.Facility("수원", "cafe", "41110");
        await world.Enters("case", "노래방", "18:00");
        await world.Enters("case", "클럽", "21:00");
        await world.Enters("Ana", "카페", "16:00");
        await world.Enters("Ana", "노래방", "18:30");
        await world.Enters("Ana", "카페", "19:10");
        await world.Enters("Ana", "클럽", "20:30");
        await world.Enters("Ben", "노래방", "17:30");
        await world.Enters("Ben", "카페", "18:20");
        await world.Enters("Cho", "노래방", "18:50");
        await world.Enters("Cho", "수원", "22:00");
        await world.Enters("Dan", "카페", "19:15");
        var order = world.Order(district: "11", forward: true);

        await world.Complete(order);

        Assert.Equal(["Ana at 카페 19:10-20:10 DwellTime", "Ben at 카페 18:20-19:20 DwellTime"], await world.Next(order));
        var findings = await world.Findings(order);
        Assert.Equal((1, 0), (findings.Onward!.Elsewhere, findings.Onward.LeftOut));
        Assert.Equal(["노래방", "클럽"], findings.Facilities.Select(facility => facility.Name));
        Assert.Equal("true", (await world.Audit()).Single(entry => entry.Kind == "trace-begun").Facts["forward"]);
    }

    [Fact]
    public async Task Only_a_forward_order_learns_when_and_where_a_contact_went_next()
    {
        await using var world = await AnaGoesOn();
        var (plain, forward) = (world.Order(), world.Order(forward: true));
        await world.Complete(plain);
        await world.Complete(forward);

        var findings = await world.Findings(plain);
        Assert.Null(findings.Onward);
        Assert.All(findings.Contacts, contact => Assert.Null(contact.Next));
        Assert.DoesNotContain("카페", System.Text.Json.JsonSerializer.Serialize(findings), StringComparison.Ordinal);
        Assert.Equal(["Ana at 노래방 from 13 18:30 for 60: close"], await world.Lines(plain));
        Assert.Equal(["Ana at 노래방 from 13 18:30 for 40: close"], await world.Lines(forward));
        Assert.Equal(["siblings"], world.Issuers.Requests.Select(request => request.Route).Except(["subjects", "identities"]));
        Assert.Single(await world.Next(forward));
    }

    [Fact]
    public async Task The_tickets_of_one_person_become_one_contact_of_a_forward_trace()
    {
        await using var world = await TraceWorld.Create();
        await world.Facility("노래방", "karaoke");
        await world.Enters("case", "노래방", "18:00");
        await world.Enters("Ana", "노래방", "18:30");
        await world.Enters("Ana", "노래방", "18:35");
        await world.Enters("Ben", "노래방", "18:40");
        var (plain, forward) = (world.Order(), world.Order(forward: true));

        Assert.Equal(3, (await world.Complete(plain)).Contacts);
        Assert.Equal(2, (await world.Complete(forward)).Contacts);
    }

    [Fact]
    public async Task An_issuer_that_is_down_for_siblings_is_asked_again_and_its_contacts_stay_alone_until_then()
    {
        await using var world = await AnaGoesOn();
        world.Issuers[1].RouteDown = "siblings";
        var order = world.Order(forward: true);
        Assert.Equal(TraceStart.Begun, await world.Trace(order).Start(order.Sign(world.AuthoritySigning)));
        var waiting = await world.Reach(order, TraceStage.WaitingForIssuers);
        Assert.Equal(IssuerAnswer.Unreachable, waiting.Issuers.Single(issuer => issuer.Number == 1).Siblings);
        Assert.Equal(["Ana at 노래방 from 13 18:30 for 60: close"], await world.Lines(order));

        world.Issuers[1].RouteDown = null;
        world.Register.Time.Advance(TimeSpan.FromHours(1));
        var progress = await world.Reach(order, TraceStage.Completed);

        Assert.Equal(IssuerAnswer.Answered, progress.Issuers.Single(issuer => issuer.Number == 1).Siblings);
        Assert.Equal(["Ana at 노래방 from 13 18:30 for 40: close"], await world.Lines(order));
        Assert.Single(await world.Next(order));
    }

    [Fact]
    public async Task An_issuer_whose_siblings_were_not_usable_can_be_asked_again()
    {
        await using var world = await AnaGoesOn();
        world.Issuers[1].FalseSiblings = [new DayTickets(world.Today - 9, [new Ticket(Guid.NewGuid())])];
        var order = world.Order(forward: true);
        var partial = (await world.Complete(order)).Issuers.Single(issuer => issuer.Number == 1);
        Assert.Equal((true, IssuerAnswer.NotAuthentic), (partial.IsMissing, partial.MissingAnswer));

        world.Issuers[1].FalseSiblings = null;
        Assert.True(await world.Trace(order).AskAgain(1));
        var whole = await world.Reach(order, TraceStage.Completed);

        Assert.DoesNotContain(whole.Issuers, issuer => issuer.IsMissing);
        Assert.Equal(["Ana at 노래방 from 13 18:30 for 40: close"], await world.Lines(order));
    }

    [Fact]
    public async Task An_issuer_cannot_join_tickets_that_were_not_asked_for()
    {
        await using var world = await TraceWorld.Create();
        await world.Facility("노래방", "karaoke");
        await world.Facility("카페", "cafe");
        await world.Enters("case", "노래방", "18:00");
        await world.Enters("Ana", "노래방", "18:30");
        var other = await world.Enters("Ben@2", "카페", "19:10");
        world.Issuers[1].FalseSiblings = [new DayTickets(world.Today, [other.Ticket])];
        var order = world.Order(forward: true);

        await world.Complete(order);

        Assert.Equal(["Ana at 노래방 from 13 18:30 for 60: close"], await world.Lines(order));
        Assert.Empty(await world.Next(order));
    }

    [Fact]
    public void Forward_tracing_limits_stays_to_ten_per_contact_and_20000_per_trace()
    {
        var (venue, other) = (new Place(Guid.NewGuid()), new Place(Guid.NewGuid()));
        var begin = new DateTimeOffset(2020, 6, 12, 3, 0, 0, TimeSpan.Zero);
        Dwell At(Place place, int minute) => new(place, begin.AddMinutes(minute), begin.AddMinutes(minute + 5), InferredExit.DwellTime);
        var met = new Exposure(At(venue, 0), At(venue, 0), begin, begin.AddMinutes(5));
        Dwell[] stays = [At(venue, 0), .. Enumerable.Range(1, 12).Select(i => At(other, i * 10))];
        var contacts = Enumerable
            .Range(0, 2_001)
            .Select(i =>
                (new Contact(new VisitorKey(1, KoreanDay.Of(begin), new Ticket(Guid.NewGuid())), [met]), (IReadOnlyList<Dwell>)stays)
            );
        var facts = new FacilityFacts { Name = "곳", District = "11110" };
        var snapshot = new FacilitySnapshot(facts, new Dictionary<Guid, Guid>(), new Dictionary<Guid, string>());

        var forward = ForwardContacts.Of(
            contacts,
            new Dictionary<Guid, FacilitySnapshot> { [other.FacilityId] = snapshot },
            Jurisdiction.Nation.Code
        );

        Assert.All(forward.Next.Values, next => Assert.Equal(ForwardContacts.MaxPerContact, next.Count));
        Assert.Equal(ForwardContacts.MaxTotal, forward.Next.Values.Sum(next => next.Count));
        Assert.Equal(2_000 * 2 + 12, forward.LeftOut);
        Assert.Equal(begin.AddMinutes(10), forward.Next.Values.First()[0].EnteredAt);
    }

    // Ana meets the case and enters a café afterwards.
    private static async Task<TraceWorld> AnaGoesOn()
    {
        var world = await TraceWorld.Create();
        await world.Facility("노래방", "karaoke");
        await world.Facility("카페", "cafe");
        await world.Enters("case", "노래방", "18:00");
        await world.Enters("Ana", "노래방", "18:30");
        await world.Enters("Ana", "카페", "19:10");
        return world;
    }
}
