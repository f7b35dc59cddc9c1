using System.Collections;
using System.Runtime.InteropServices;

namespace KiPass.Bench.Traces;

/// <summary>One visit of a day.</summary>
/// <param name="AtMs">Milliseconds since the Korean midnight.</param>
/// <param name="NextMs">When the same person entered the next place that day; <see cref="DayPlan.Never"/> when nowhere.</param>
/// <param name="Voided">Undone at the door: the person was not there.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct PlannedVisit(int Person, int Place, int AtMs, int NextMs, bool Voided = false);

/// <summary>
/// The visits of one day by time, the same for the same seed: lunch and evening are full, some places are popular, a few people are out
/// every day and most seldom, who is out often goes on to a second or third place, and half of the time to one of six favourites.
/// </summary>
internal sealed class DayPlan
{
    public const int Never = int.MaxValue;
    public const int DayMs = 24 * 3600 * 1000;

    private const int Favourites = 6;

    // Of outings with one stop: one visit in 500 altogether.
    private const double VoidedShare = 0.006;

    private readonly List<PlannedVisit> visits;

    private DayPlan(List<PlannedVisit> visits)
    {
        this.visits = visits;
        visits.Sort((one, other) => one.AtMs.CompareTo(other.AtMs));
    }

    public IReadOnlyList<PlannedVisit> Visits => visits;

    /// <summary>Plans a day.</summary>
    /// <param name="count">How many visits, but for the index case's.</param>
    /// <param name="people">Person 0, the index case, is left out.</param>
    /// <param name="untilMs">Nobody enters at that time or later.</param>
    public static DayPlan Make(int seed, int count, int people, ManyPlaces places, int untilMs)
    {
        var random = new Random(seed);
        var isOut = new BitArray(people);
        var visits = new List<PlannedVisit>(count + 8);
        var fruitless = 0;
        while (visits.Count < count && fruitless < 100 * people)
        {
            // The density falls with the square root: a hundredth of the people makes a tenth of the visits.
            var person = 1 + (int)((people - 1) * Math.Pow(random.NextDouble(), 2));
            var start = TimeOfDay(random);
            if (isOut[person] || start >= untilMs)
            {
                fruitless++;
                continue;
            }
            isOut[person] = true;
            Go(visits, Math.Min(Stops(random), count - visits.Count), person, start, places, untilMs, random);
        }
        return new DayPlan(visits);
    }

    /// <summary>The share of a day's outings that have begun by a time.</summary>
    public static double ShareUntil(int untilMs)
    {
        const int Sample = 10_000;
        var random = new Random(1);
        return Enumerable.Range(0, Sample).Count(_ => TimeOfDay(random) < untilMs) / (double)Sample;
    }

    /// <summary>Adds the index case's visits.</summary>
    public void Add(IEnumerable<PlannedVisit> more)
    {
        visits.AddRange(more);
        visits.Sort((one, other) => one.AtMs.CompareTo(other.AtMs));
    }

    /// <summary>The visits of each place by time.</summary>
    public ILookup<int, PlannedVisit> At(IReadOnlySet<int> some) =>
        visits.Where(visit => some.Contains(visit.Place)).ToLookup(visit => visit.Place);

    private static void Go(List<PlannedVisit> visits, int stops, int person, int start, ManyPlaces places, int untilMs, Random random)
    {
        Span<int> times = stackalloc int[stops];
        var planned = 0;
        for (var at = (long)start; planned < stops && at < untilMs; at += (50 + random.Next(90)) * 60_000L + random.Next(60_000))
        {
            times[planned++] = (int)at;
        }
        var before = -1;
        for (var i = 0; i < planned; i++)
        {
            var place = Place(person, places, random);
            for (var tries = 0; place == before && tries < 100; tries++)
            {
                place = places.Pick(random.NextDouble());
            }
            var voided = planned == 1 && random.NextDouble() < VoidedShare;
            visits.Add(new PlannedVisit(person, place, times[i], i + 1 < planned ? times[i + 1] : Never, voided));
            before = place;
        }
    }

    private static int Place(int person, ManyPlaces places, Random random) =>
        random.Next(2) == 0 ? places.Pick(random.NextDouble()) : places.Pick(Fraction(person * Favourites + random.Next(Favourites)));

    // A number of its own for each, spread evenly (SplitMix64).
    private static double Fraction(int number)
    {
        var z = unchecked((ulong)(number + 1) * 0x9E3779B97F4A7C15);
        z = unchecked((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9);
        z = unchecked((z ^ (z >> 27)) * 0x94D049BB133111EB);
        return ((z ^ (z >> 31)) >> 11) / (double)(1UL << 53);
    }

    private static int Stops(Random random) =>
        random.NextDouble() switch
        {
            < 0.55 => 1,
            < 0.83 => 2,
            < 0.95 => 3,
            _ => 4,
        };

    private static int TimeOfDay(Random random)
    {
        var kind = random.NextDouble();
        var hour =
            kind < 0.27 ? 12.3 + Bell(random) * 0.55
            : kind < 0.45 ? 14 + random.NextDouble() * 4
            : kind < 0.88 ? 19.2 + Bell(random) * 1.1
            : 21 + random.NextDouble();
        return (int)(Math.Clamp(hour, 6, 22.4) * 3_600_000) + random.Next(60_000);
    }

    // Two uniform numbers make a normal one (Box and Muller).
    private static double Bell(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
