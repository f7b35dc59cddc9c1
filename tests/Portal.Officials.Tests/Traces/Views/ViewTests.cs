using KiPass.Portal.Officials.Traces.LineList;
using KiPass.Portal.Officials.Traces.Views;
using KiPass.Tokens;
using KiPass.Tokens.Orders;

namespace KiPass.Portal.Officials.Tests.Traces.Views;

/// <summary>What is drawn on the page of a trace, from rows written as <c>facility day hour:minute minutes</c> in Korea's time.</summary>
public sealed class ViewTests
{
    private static readonly KoreanDay Day = KoreanDay.Of(new DateTimeOffset(2020, 6, 12, 3, 0, 0, TimeSpan.Zero));
    private static readonly Dictionary<string, FoundFacility> Facilities = new[] { "club", "cafe" }.ToDictionary(
        name => name,
        name => new FoundFacility(Guid.NewGuid(), name, "cafe", "11110", "", "")
    );

    [Theory]
    [InlineData("", "")]
    [InlineData("close club 0 19:00 30", "12: 1+0")]
    [InlineData("close club 0 19:00 30; casual club 0 20:00 3; casual cafe 0 12:00 3", "12: 1+2")]
    [InlineData("close club 0 23:50 30; close club 3 19:00 30", "12: 1+0, 13: 0+0, 14: 0+0, 15: 1+0")]
    [InlineData("close club 0 19:00 30, cafe 2 12:00 20; casual cafe 2 12:00 5", "12: 1+0, 13: 0+0, 14: 0+1")]
    public void The_epidemic_curve_counts_each_person_on_their_first_day(string people, string expected) =>
        Assert.Equal(
            expected,
            string.Join(", ", EpidemicCurve.Of(Rows(people)).Select(day => $"{day.Day.ToString()[^2..]}: {day.Close}+{day.Casual}"))
        );

    [Theory]
    [InlineData("", null, "")]
    [InlineData("close club 0 19:00 30", null, "club 1: 19=1")]
    [InlineData("close club 0 19:40 30", null, "club 1: 19=1 20=1")]
    [InlineData("close club 0 19:00 60", null, "club 1: 19=1")]
    [InlineData("close club 0 19:00 61", null, "club 1: 19=1 20=1")]
    [InlineData("casual club 0 19:30 0", null, "club 1: 19=1")]
    [InlineData("close club 0 23:30 60", null, "club 1: 0=1 23=1")]
    [InlineData("close club 0 23:30 60", 0, "club 1: 23=1")]
    [InlineData("close club 0 23:30 60", 1, "club 1: 0=1")]
    [InlineData("close club 0 19:00 30, club 1 19:00 30", null, "club 1: 19=1")]
    [InlineData("close cafe 0 12:00 30; close club 0 19:00 9; close club 0 19:10 9", null, "club 2: 19=2; cafe 1: 12=1")]
    public void The_heat_map_counts_each_person_once_per_hour_and_facility(string people, int? daysLater, string expected)
    {
        var map = HeatMap.Of(Rows(people), daysLater is { } days ? Day + days : null);
        Assert.Equal(
            expected,
            string.Join(
                "; ",
                map.Rows.Select(row =>
                    $"{row.Facility.Name} {row.People}: {string.Join(' ', map.Hours.Zip(row.Hours).Where(cell => cell.Second > 0).Select(cell => $"{cell.First}={cell.Second}"))}"
                )
            )
        );
        Assert.All(map.Rows, row => Assert.Equal(map.Hours.Count, row.Hours.Count));
        // A cell filters the line list by exactly the people that it counts.
        ListedRow[] listed = [.. Rows(people).Select(row => new ListedRow(row, true, FollowUp.None))];
        foreach (var row in map.Rows)
        {
            foreach (var (hour, count) in map.Hours.Zip(row.Hours))
            {
                var day = daysLater is { } later ? Day + later : (KoreanDay?)null;
                Assert.Equal(
                    count,
                    new LineQuery { Exposure = ExposureFilter.Cell(row.Facility.Id, hour, day) }
                        .Of(listed)
                        .Count
                );
            }
        }
    }

    [Theory]
    [InlineData(0, 10, 0)]
    [InlineData(1, 1000, 1)]
    [InlineData(1, 1, 5)]
    [InlineData(10, 10, 5)]
    [InlineData(5, 10, 3)]
    [InlineData(4, 10, 2)]
    public void The_heat_map_shade_is_proportional_to_the_maximum_count(int count, int most, int shade) =>
        Assert.Equal(shade, HeatMap.Shade(count, most));

    [Fact]
    public void Next_places_show_the_number_of_people_without_names()
    {
        var rows = Rows("close club 0 19:00 30; close club 0 19:00 30; close club 0 19:00 30");
        NextStay At(string facility, int hour) =>
            new(Facilities[facility], null, Day.Start.AddHours(hour), Day.Start.AddHours(hour + 1), InferredExit.DwellTime);
        rows =
        [
            rows[0] with
            {
                Next = [At("cafe", 20), At("cafe", 22)],
            },
            rows[1] with
            {
                Next = [At("cafe", 21), At("club", 23)],
            },
            rows[2],
        ];
        Assert.Equal(
            ["cafe 2 20-22", "club 1 23-23"],
            ForwardPlace.Of(rows).Select(place => $"{place.Facility.Name} {place.People} {Hour(place.First)}-{Hour(place.Last)}")
        );
        Assert.Empty(ForwardPlace.Of(Rows("close club 0 19:00 30")));
    }

    private static int Hour(DateTimeOffset instant) => instant.ToOffset(KoreanDay.Offset).Hour;

    private static List<LineRow> Rows(string people) =>
        [
            .. people
                .Split("; ", StringSplitOptions.RemoveEmptyEntries)
                .Select(
                    (person, i) =>
                        new LineRow
                        {
                            Keys = [$"{i}"],
                            Source = LineSource.Issuer,
                            Close = person.StartsWith("close", StringComparison.Ordinal),
                            Exposures = [.. person[(person.IndexOf(' ', StringComparison.Ordinal) + 1)..].Split(", ").Select(Exposure)],
                        }
                ),
        ];

    private static LineExposure Exposure(string text)
    {
        var words = text.Split(' ');
        var culture = System.Globalization.CultureInfo.InvariantCulture;
        var from = (Day + int.Parse(words[1], culture)).Start + TimeSpan.Parse(words[2], culture);
        return new LineExposure(
            Facilities[words[0]],
            null,
            from,
            from.AddHours(2),
            InferredExit.DwellTime,
            from,
            from.AddMinutes(int.Parse(words[3], culture))
        );
    }
}
