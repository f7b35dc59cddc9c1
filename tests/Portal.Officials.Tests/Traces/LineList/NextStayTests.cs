using KiPass.Portal.Officials.Traces.LineList;
using KiPass.Tokens;
using KiPass.Tokens.Orders;

namespace KiPass.Portal.Officials.Tests.Traces.LineList;

/// <summary>Where a person with several tickets went next.</summary>
public sealed class NextStayTests
{
    private static readonly KoreanDay Day = KoreanDay.Of(new DateTimeOffset(2020, 6, 12, 3, 0, 0, TimeSpan.Zero));
    private static readonly FoundFacility Club = new(Guid.NewGuid(), "club", "cafe", "11170", "", "");
    private static readonly FoundFacility Pub = new(Guid.NewGuid(), "pub", "cafe", "11110", "", "");
    private static readonly LineExposure Together = new(
        Club,
        null,
        Day.Start.AddMinutes(600),
        Day.Start.AddMinutes(720),
        InferredExit.DwellTime,
        Day.Start.AddMinutes(600),
        Day.Start.AddMinutes(660)
    );

    [Fact]
    public void Overlapping_stays_at_one_place_become_one()
    {
        Assert.Equal(["pub 800-925"], Said(Stay(Pub, 800, 920), Stay(Pub, 805, 925)));
        Assert.Equal(["pub 800-920"], Said(Stay(Pub, 805, 900), Stay(Pub, 800, 920)));
        Assert.Equal(["pub 800-920", "pub 930-1050"], Said(Stay(Pub, 930, 1050), Stay(Pub, 800, 920)));
        Assert.Equal(["pub 800-920", "club 810-900"], Said(Stay(Club, 810, 900), Stay(Pub, 800, 920), Stay(Pub, 800, 920)));
    }

    [Fact]
    public void A_later_entry_during_the_time_with_the_case_is_no_next_stay()
    {
        Assert.Empty(Said(Stay(Club, 610, 730)));
        Assert.Equal(["club 900-1020"], Said(Stay(Club, 610, 730), Stay(Club, 900, 1020)));
    }

    private static NextStay Stay(FoundFacility facility, int from, int to) =>
        new(facility, null, Day.Start.AddMinutes(from), Day.Start.AddMinutes(to), InferredExit.DwellTime);

    private static IEnumerable<string> Said(params NextStay[] parts) =>
        ExposureMerge
            .Next(parts, [Together])
            .Select(stay => $"{stay.Facility.Name} {(stay.EnteredAt - Day.Start).TotalMinutes}-{(stay.LeftAt - Day.Start).TotalMinutes}");
}
