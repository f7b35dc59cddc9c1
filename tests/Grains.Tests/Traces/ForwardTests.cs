using KiPass.Contracts.Access;
using KiPass.Contracts.Facilities;
using KiPass.Grains.Facilities;
using KiPass.Grains.Traces;
using KiPass.Grains.Visits.Visitors;
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
    public async Task An_order_without_forward_tracing_gets_the_same_contacts_and_no_later_stays()
    {
        await using var world = await TraceWorld.Create();
        await world.Facility("노래방", "karaoke");
        await world.Facility("카페", "cafe");
        await world.Enters("case", "노래방", "18:00");
        await world.Enters("Ana", "노래방", "18:30");
        await world.Enters("Ana", "카페", "19:10");
        var (plain, forward) = (world.Order(), world.Order(forward: true));
        await world.Complete(plain);
        await world.Complete(forward);

        var findings = await world.Findings(plain);
        Assert.Null(findings.Onward);
        Assert.All(findings.Contacts, contact => Assert.Null(contact.Next));
        Assert.DoesNotContain("카페", System.Text.Json.JsonSerializer.Serialize(findings), StringComparison.Ordinal);
        Assert.Equal(await world.Lines(plain), await world.Lines(forward));
        Assert.Single(await world.Next(forward));
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
}
