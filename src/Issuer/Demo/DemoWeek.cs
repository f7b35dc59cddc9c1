using KiPass.Tokens;

namespace KiPass.Issuer.Demo;

/// <summary>
/// A plausible week of outings: some venues are more popular, lunch, evening and weekend are busier, friends go out together and often continue to
/// a second venue. Nobody is in two places at once.
/// </summary>
internal sealed class DemoWeek(Random random, int[] circles)
{
    public const int Days = 7;
    public const int Venues = 12;

    private const int OutingsADay = 190;
    private static readonly TimeSpan Between = TimeSpan.FromMinutes(75);
    private static readonly int[] Popularity = [7, 5, 13, 6, 4, 12, 9, 5, 4, 8, 10, 17];

    private readonly Dictionary<int, List<DateTimeOffset>> taken = [];
    private readonly List<DemoOuting> outings = [];

    /// <summary>The outings up to <paramref name="now"/>, by time; a visitor is an index into the list of groups.</summary>
    public List<DemoOuting> Plan(DateTimeOffset now)
    {
        var today = KoreanDay.Of(now);
        for (var day = today - Days; day <= today; day += 1)
        {
            var busyness = day.Date.DayOfWeek switch
            {
                DayOfWeek.Friday => 1.25,
                DayOfWeek.Saturday => 1.35,
                DayOfWeek.Sunday => 0.9,
                DayOfWeek.Monday => 0.75,
                _ => 0.95,
            };
            for (var i = 0; i < OutingsADay * busyness; i++)
            {
                GoOut(day.Start + TimeOfDay());
            }
        }
        return [.. outings.Where(o => o.At > now.AddDays(-Days) && o.At < now.AddMinutes(-1)).OrderBy(o => o.At)];
    }

    private void GoOut(DateTimeOffset at)
    {
        var leader = random.Next(circles.Length);
        var friends = Enumerable.Range(0, circles.Length).Where(i => i != leader && circles[i] == circles[leader]).ToArray();
        random.Shuffle(friends);
        List<int> group = [leader, .. friends.Take(GroupSize() - 1)];
        var venue = Venue();
        Enter(group, venue, at);
        if (random.NextDouble() < 0.35)
        {
            Enter(group, (venue + 1 + random.Next(Venues - 1)) % Venues, at.AddMinutes(80 + random.Next(70)));
        }
    }

    private void Enter(List<int> group, int venue, DateTimeOffset at)
    {
        foreach (var visitor in group)
        {
            var times = taken.TryGetValue(visitor, out var known) ? known : taken[visitor] = [];
            at = at.AddSeconds(6 + random.Next(20));
            if (times.All(t => (t - at).Duration() >= Between))
            {
                times.Add(at);
                outings.Add(new(visitor, venue, at));
            }
        }
    }

    private TimeSpan TimeOfDay()
    {
        var kind = random.NextDouble();
        var hour =
            kind < 0.27 ? 12.3 + Bell() * 0.55
            : kind < 0.45 ? 14 + random.NextDouble() * 4
            : kind < 0.88 ? 19.4 + Bell() * 1.1
            : 21.3 + random.NextDouble() * 0.9;
        return TimeSpan.FromHours(Math.Clamp(hour, 9, 22.4));
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

    private int Venue()
    {
        var at = random.Next(Popularity.Sum());
        var venue = 0;
        while (at >= Popularity[venue])
        {
            at -= Popularity[venue++];
        }
        return venue;
    }

    // The sum of twelve uniform values minus its mean approximates a normal distribution.
    private double Bell() => Enumerable.Range(0, 12).Sum(_ => random.NextDouble()) - 6;
}

/// <summary>One entry of a visitor to a venue.</summary>
/// <param name="Visitor">Index into the population.</param>
/// <param name="Venue">0 to 11; the caller maps them to facilities.</param>
/// <param name="At">Time at which the pass was shown.</param>
internal sealed record DemoOuting(int Visitor, int Venue, DateTimeOffset At);
