using CsCheck;
using KiPass.Grains.Traces;
using KiPass.Grains.Visits;
using KiPass.Grains.Visits.Visitors;
using KiPass.Tokens;
using KiPass.Tokens.Orders;
using KiPass.Tokens.Passes;

namespace KiPass.Grains.Tests.Traces;

public sealed class ContactLimitTests
{
    private static readonly DateTimeOffset Noon = new(2021, 12, 13, 3, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("", 10, "")]
    [InlineData("3 4", 10, "3 4")]
    [InlineData("10 10", 10, "5 5")]
    [InlineData("2 10 10", 12, "2 5 5")]
    [InlineData("790 200 300", 1000, "500 200 300")]
    [InlineData("1 1 1", 2, "0 1 1")]
    [InlineData("5", 0, "0")]
    public void The_limit_is_divided_evenly_and_small_groups_leave_their_rest(string sizes, int limit, string shares) =>
        Assert.Equal(Numbers(shares), ContactLimit.Shares(Numbers(sizes), limit));

    [Fact]
    public void Shares_use_up_the_limit_and_never_exceed_a_group()
    {
        Gen.Select(Gen.Int[0, 500].Array[0, 12], Gen.Int[0, 3000])
            .Sample(
                (sizes, limit) =>
                {
                    var shares = ContactLimit.Shares(sizes, limit);
                    Assert.Equal(Math.Min(limit, sizes.Sum()), shares.Sum());
                    Assert.All(shares.Zip(sizes), group => Assert.InRange(group.First, 0, group.Second));
                }
            );
    }

    [Fact]
    public void Nothing_is_cut_within_the_limit()
    {
        var limited = ContactLimit.Apply([Contact(Guid.NewGuid(), 10)], [Paper(Guid.NewGuid(), Guid.NewGuid(), 10)], 2, []);
        Assert.Equal((1, 1, 0), (limited.Contacts.Count, limited.Paper.Count, limited.Cut.Count));
    }

    [Fact]
    public void Paper_never_takes_the_place_of_a_contact_with_a_pass()
    {
        var facility = Guid.NewGuid();
        Contact[] contacts = [.. Enumerable.Range(1, 8).Select(minutes => Contact(facility, minutes))];
        PaperContact[] paper = [.. Enumerable.Range(1, 50).Select(_ => Paper(facility, Guid.NewGuid(), 90))];

        var limited = ContactLimit.Apply(contacts, paper, 10, []);

        Assert.Equal(contacts, limited.Contacts);
        Assert.Equal(2, limited.Paper.Count);
        Assert.Equal([new FacilityCut(facility, 0, 48)], limited.Cut);
    }

    [Fact]
    public void The_longest_contacts_of_a_facility_are_kept()
    {
        var facility = Guid.NewGuid();
        Contact[] contacts = [.. Enumerable.Range(1, 8).Select(minutes => Contact(facility, minutes))];
        Assert.Equal(contacts[6..], ContactLimit.Apply(contacts, [], 2, []).Contacts.OrderBy(contact => contact.Exposures[0].Minutes));
    }

    [Fact]
    public void What_the_search_left_out_is_added_to_the_cut()
    {
        var facility = Guid.NewGuid();
        var limited = ContactLimit.Apply([Contact(facility, 5), Contact(facility, 6)], [], 1, [new FacilityCut(facility, 3, 4)]);
        Assert.Equal([new FacilityCut(facility, 4, 4)], limited.Cut);
    }

    private static Contact Contact(Guid facility, int minutes) =>
        new(new VisitorKey(1, KoreanDay.Of(Noon), new Ticket(Guid.NewGuid())), [Met(facility, minutes)]);

    private static PaperContact Paper(Guid facility, Guid device, int minutes) =>
        new(new PaperVisit(facility, device, Guid.NewGuid(), "", Noon, Noon), [Met(facility, minutes)]);

    private static Exposure Met(Guid facility, int minutes)
    {
        var stay = new Dwell(new Place(facility), Noon, Noon.AddHours(2), InferredExit.DwellTime);
        return new Exposure(stay, stay, Noon, Noon.AddMinutes(minutes));
    }

    private static int[] Numbers(string text) =>
        [
            .. text.Split(' ', StringSplitOptions.RemoveEmptyEntries)
                .Select(number => int.Parse(number, System.Globalization.CultureInfo.InvariantCulture)),
        ];
}
