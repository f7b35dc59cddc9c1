using KiPass.Issuer.Demo;
using KiPass.Tokens;

namespace KiPass.Issuer.Tests.Demo;

public sealed class DemoMonthTests
{
    private static readonly KoreanDay Today = KoreanDay.Of(new DateOnly(2020, 11, 27));

    // Night, meals, day, always, one that stopped, one that began late.
    private static readonly DemoVenue[] Venues =
    [
        new(20, 18, 27, 27),
        new(20, 11, 22, 27),
        new(20, 9, 18, 27),
        new(20, 0, 24, 27),
        new(5, 9, 22, 27, LastDay: 12),
        new(30, 0, 24, 27),
        new(5, 9, 22, 6),
        new(0, 9, 22, 27),
    ];

    private static readonly int[] Circles = [.. Enumerable.Range(0, DemoPopulation.Story + 1 + DemoMonth.Crowd).Select(i => i / 9)];

    [Theory]
    [InlineData(0, 5)]
    [InlineData(4, 0)]
    [InlineData(12, 30)]
    [InlineData(23, 55)]
    public void Entries_are_plausible_at_any_hour(int hour, int minute)
    {
        var now = Today.Start.AddHours(hour).AddMinutes(minute);
        var plan = DemoMonth.Plan(new Random(1), Circles, Venues, now);

        Assert.All(plan, outing => Assert.InRange(outing.At, now.AddDays(-DemoMonth.Days), now.AddMinutes(-1)));
        Assert.Equal(plan, plan.OrderBy(outing => outing.At));
        // Somebody came within the last hour, at least to the venue of the start page.
        Assert.True(plan.Count(outing => outing.Venue == DemoStory.Venue && outing.At > now.AddHours(-1)) > 10);
        for (var day = Today - 26; day < Today; day += 1)
        {
            Assert.InRange(plan.Count(outing => KoreanDay.Of(outing.At) == day), 1_500, 9_000);
        }
        var today = plan.Count(outing => KoreanDay.Of(outing.At) == Today);
        Assert.True(hour < 5 ? today > 0 : today > 500, $"{today} entries today.");
    }

    [Fact]
    public void Lunch_and_evening_are_the_busiest_hours()
    {
        var plan = DemoMonth.Plan(new Random(1), Circles, Venues, Today.Start.AddHours(20));
        var hours = plan.Where(outing => outing.Venue != DemoStory.Venue)
            .CountBy(outing => outing.At.ToOffset(KoreanDay.Offset).Hour)
            .ToDictionary();

        Assert.True(hours[12] > 1.3 * hours[10] && hours[12] > 1.3 * hours[15]);
        Assert.True(hours[19] > 1.3 * hours[15] && hours[19] > 1.3 * hours[23]);
    }

    [Fact]
    public void Nobody_enters_a_closed_venue_or_two_places_within_an_hour()
    {
        var plan = DemoMonth.Plan(new Random(1), Circles, Venues, Today.Start.AddHours(20));

        Assert.DoesNotContain(plan, outing => outing.Venue == 7);
        Assert.DoesNotContain(plan, outing => outing.Venue == 4 && outing.At > (Today - 11).Start.AddHours(4));
        Assert.DoesNotContain(plan, outing => outing.Venue == 6 && outing.At < (Today - 6).Start);
        Assert.DoesNotContain(plan, outing => outing.Venue == 2 && outing.At.ToOffset(KoreanDay.Offset).Hour is < 9 or > 18);
        Assert.All(
            plan.GroupBy(outing => outing.Visitor),
            own => Assert.All(own.Zip(own.Skip(1)), pair => Assert.True(pair.Second.At - pair.First.At > TimeSpan.FromHours(1)))
        );
    }

    [Theory]
    [InlineData(0, 5)]
    [InlineData(23, 55)]
    public void Two_cases_and_the_visitor_of_the_story_were_together_two_days_ago(int hour, int minute)
    {
        var now = Today.Start.AddHours(hour).AddMinutes(minute);
        var plan = DemoMonth.Plan(new Random(1), Circles, Venues, now);
        var evening = KoreanDay.Of(now.AddDays(-2)).Start;
        int[] people = [DemoMonth.Cases[0], DemoMonth.Cases[1], DemoPopulation.Story];

        Assert.All(
            people,
            person =>
                Assert.Contains(
                    plan,
                    o => o.Visitor == person && o.Venue == DemoStory.Venue && o.At >= evening.AddHours(19) && o.At < evening.AddHours(20.5)
                )
        );
        Assert.DoesNotContain(plan, outing => outing.Visitor == DemoPopulation.Story && outing.At > now.AddHours(-3));
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{\"venues\":[]}")]
    public void An_invalid_list_of_venues_is_rejected(string text) => Assert.Throws<InvalidDataException>(() => DemoMonth.ReadVenues(text));
}
