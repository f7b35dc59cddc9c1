using System.Text.Json;

namespace KiPass.Issuer.Demo;

/// <summary>
/// The plan of a nation-wide demonstration: four weeks of outings, a cluster two days ago that two cases share, and people who are at the venue
/// of the start page now.
/// </summary>
internal static class DemoMonth
{
    public const int Days = 27;

    /// <summary>Number of visitors besides those who are printed.</summary>
    public const int Crowd = 2_800;

    /// <summary>Places of the people of the seeded cases: the first two were at one venue at the same time, together with the visitor of the start page.</summary>
    public static IReadOnlyList<int> Cases { get; } = [.. Enumerable.Range(DemoPopulation.Story + 1, 7)];

    private const int OutingsADay = 1_700;
    private const int MostVenues = 10_000;
    private static readonly TimeSpan StoryIsElsewhere = TimeSpan.FromHours(3);

    /// <summary>Reads the venues from the standard input of the command <c>demo nation</c>: <c>{venues:[{weight, opens, closes, firstDay, lastDay}]}</c>.</summary>
    /// <exception cref="InvalidDataException">Not such a list.</exception>
    public static IReadOnlyList<DemoVenue> ReadVenues(string text)
    {
        try
        {
            var input = JsonSerializer.Deserialize<Input>(text, JsonSerializerOptions.Web);
            return input?.Venues is { Count: > DemoStory.Venue and <= MostVenues } venues ? venues : throw new JsonException();
        }
        catch (JsonException e)
        {
            throw new InvalidDataException("demo: standard input is not a list of venues.", e);
        }
    }

    /// <param name="random">Decides everything.</param>
    /// <param name="circles">The group of friends of each visitor.</param>
    /// <param name="venues">The venues.</param>
    /// <param name="now">The end of the plan.</param>
    public static List<DemoOuting> Plan(Random random, int[] circles, IReadOnlyList<DemoVenue> venues, DateTimeOffset now)
    {
        var outings = new DemoOutings(random, circles, venues, OutingsADay, Days);
        Cluster(outings, random, now);
        DemoStory.AddGuests(outings, random, now);
        outings.Fill(now);
        // The visitor of the start page is about to enter.
        return [.. outings.Until(now).Where(o => o.Visitor != DemoPopulation.Story || o.At < now - StoryIsElsewhere)];
    }

    // An evening two days ago: the first two cases, the visitor of the start page and others at the same venue.
    private static void Cluster(DemoOutings outings, Random random, DateTimeOffset now)
    {
        var evening = Tokens.KoreanDay.Of(now - TimeSpan.FromDays(2)).Start.AddHours(19);
        IEnumerable<int> people =
        [
            Cases[0],
            Cases[1],
            DemoPopulation.Story,
            .. Enumerable.Range(0, 16).Select(_ => random.Next(DemoPopulation.Visitors)),
        ];
        foreach (var person in people)
        {
            outings.Place(person, DemoStory.Venue, evening.AddMinutes(10 + 60 * random.NextDouble()));
        }
    }

    private sealed record Input(IReadOnlyList<DemoVenue> Venues);
}
