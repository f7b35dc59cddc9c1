using KiPass.Tokens;

namespace KiPass.Issuer.Demo;

/// <summary>
/// Plans plausible outings: lunch, evening and weekend are busier, friends go out together and often continue to a second venue. Nobody is in
/// two places at once.
/// </summary>
/// <param name="random">Decides everything, so that a seed gives the same plan.</param>
/// <param name="circles">The group of friends of each visitor.</param>
/// <param name="venues">The venues; an outing names its venue by its index.</param>
/// <param name="outingsADay">Number of groups that go out on an average day.</param>
/// <param name="days">Number of days before today.</param>
internal sealed class DemoOutings(Random random, int[] circles, IReadOnlyList<DemoVenue> venues, int outingsADay, int days)
{
    private const int Tries = 8;
    private static readonly TimeSpan Between = TimeSpan.FromMinutes(75);

    private readonly ILookup<int, int> members = Enumerable.Range(0, circles.Length).ToLookup(visitor => circles[visitor]);
    private readonly Dictionary<int, List<DateTimeOffset>> taken = [];
    private readonly List<DemoOuting> outings = [];

    /// <summary>Adds the outings of all days, until a minute before <paramref name="now"/>.</summary>
    public void Fill(DateTimeOffset now)
    {
        var today = KoreanDay.Of(now);
        for (var day = today - days; day <= today; day += 1)
        {
            var open = new WeightedVenues(venues, today - day);
            for (var i = 0; i < outingsADay * Busyness(day); i++)
            {
                GoOut(open, day.Start);
            }
        }
    }

    /// <summary>Adds one entry, unless the visitor is elsewhere at that time.</summary>
    /// <returns>Whether it was added.</returns>
    public bool Place(int visitor, int venue, DateTimeOffset at)
    {
        var times = taken.TryGetValue(visitor, out var known) ? known : taken[visitor] = [];
        if (times.Exists(time => (time - at).Duration() < Between))
        {
            return false;
        }
        times.Add(at);
        outings.Add(new(visitor, venue, at));
        return true;
    }

    /// <summary>The entries of the last days until a minute before <paramref name="now"/>, by time.</summary>
    public List<DemoOuting> Until(DateTimeOffset now) =>
        [.. outings.Where(o => o.At > now.AddDays(-days) && o.At < now.AddMinutes(-1)).OrderBy(o => o.At)];

    private static double Busyness(KoreanDay day) =>
        day.Date.DayOfWeek switch
        {
            DayOfWeek.Friday => 1.25,
            DayOfWeek.Saturday => 1.35,
            DayOfWeek.Sunday => 0.9,
            DayOfWeek.Monday => 0.75,
            _ => 0.95,
        };

    private void GoOut(WeightedVenues open, DateTimeOffset midnight)
    {
        var leader = random.Next(circles.Length);
        var friends = members[circles[leader]].Where(visitor => visitor != leader).ToArray();
        random.Shuffle(friends);
        List<int> group = [leader, .. friends.Take(GroupSize() - 1)];
        var venue = open.Pick(random);
        var hour = Hour(venues[venue]);
        Enter(group, venue, midnight.AddHours(hour));
        if (random.NextDouble() >= 0.35)
        {
            return;
        }
        hour += 80 / 60.0 + random.NextDouble() * 70 / 60;
        for (var tries = 0; tries < Tries; tries++)
        {
            if (open.Pick(random) is var next && next != venue && venues[next].IsOpenAt(hour))
            {
                Enter(group, next, midnight.AddHours(hour));
                return;
            }
        }
    }

    private void Enter(List<int> group, int venue, DateTimeOffset at)
    {
        foreach (var visitor in group)
        {
            at = at.AddSeconds(6 + random.Next(20));
            Place(visitor, venue, at);
        }
    }

    // Hours after midnight, up to 27: a night venue has entries after midnight.
    private double Hour(DemoVenue venue)
    {
        for (var tries = 0; tries < Tries; tries++)
        {
            var kind = random.NextDouble();
            var hour =
                kind < 0.27 ? 12.3 + Bell() * 0.55
                : kind < 0.43 ? 14 + random.NextDouble() * 4
                : kind < 0.83 ? 19.4 + Bell() * 1.1
                : kind < 0.95 ? 21.3 + random.NextDouble() * 4.5
                : random.NextDouble() * 24;
            if (venue.IsOpenAt(hour))
            {
                return hour;
            }
        }
        return venue.Opens + random.NextDouble() * (venue.Closes - venue.Opens - 0.5);
    }

    private int GroupSize()
    {
        var share = random.NextDouble();
        return share < 0.4 ? 1
            : share < 0.68 ? 2
            : share < 0.82 ? 3
            : share < 0.94 ? 4
            : 6;
    }

    // The sum of twelve uniform values minus its mean approximates a normal distribution.
    private double Bell()
    {
        var sum = -6.0;
        for (var i = 0; i < 12; i++)
        {
            sum += random.NextDouble();
        }
        return sum;
    }

    /// <summary>The venues that are in operation on a day, with their weights added up for a binary search.</summary>
    private sealed class WeightedVenues
    {
        private readonly List<int> indices = [];
        private readonly List<double> sums = [];

        public WeightedVenues(IReadOnlyList<DemoVenue> venues, int daysAgo)
        {
            var sum = 0.0;
            foreach (var (index, venue) in venues.Index())
            {
                if (venue.Weight > 0 && daysAgo <= venue.FirstDay && daysAgo >= venue.LastDay)
                {
                    indices.Add(index);
                    sums.Add(sum += venue.Weight);
                }
            }
        }

        public int Pick(Random random)
        {
            var found = sums.BinarySearch(random.NextDouble() * sums[^1]);
            return indices[Math.Min(found < 0 ? ~found : found, indices.Count - 1)];
        }
    }
}

/// <summary>One entry of a visitor to a venue.</summary>
/// <param name="Visitor">Index into the population.</param>
/// <param name="Venue">Index of the venue; the caller maps it to a facility.</param>
/// <param name="At">Time at which the pass was shown.</param>
internal sealed record DemoOuting(int Visitor, int Venue, DateTimeOffset At);

/// <summary>What the issuer's demonstration knows of a venue: when and how much it is visited.</summary>
/// <param name="Weight">Its popularity, relative to the others.</param>
/// <param name="Opens">Hour of the day, 0 to 23.</param>
/// <param name="Closes">Hour of the day; over 24 for a venue that closes after midnight.</param>
/// <param name="FirstDay">Days before today of its first entries.</param>
/// <param name="LastDay">Days before today of its last entries; 0: it is still visited.</param>
internal sealed record DemoVenue(double Weight, int Opens, int Closes, int FirstDay, int LastDay = 0)
{
    /// <summary>Whether somebody can enter.</summary>
    /// <param name="hour">Hours after midnight of the day on which it opens.</param>
    public bool IsOpenAt(double hour) => hour >= Opens && hour < Closes - 0.25;
}
