using System.Security.Cryptography;
using System.Text;
using KiPass.Contracts.Facilities;
using KiPass.Silo.DemoVenues;
using KiPass.Tokens;

namespace KiPass.Silo.Demo.Nation;

/// <summary>
/// The facilities of a whole nation: those of <see cref="DemoFacilities"/>, then others in all districts and of all types. The same number and day
/// give the same plan.
/// </summary>
internal static class NationPlan
{
    /// <summary>Days before today on which the history of visits begins.</summary>
    public const int Days = 27;

    /// <summary>Days before today on which the licence lists were loaded and the first figures are recorded.</summary>
    public const int Begin = 29;

    private const int Seed = 20200610;
    private const int InReview = 9;
    private const int Drafts = 6;

    private static readonly double[] CoreWeights = [14, 10, 26, 12, 8, 24, 18, 10, 8, 16, 20, 34];

    private static readonly NationType[] ByShare = [.. NationType.All.SelectMany(type => Enumerable.Repeat(type, type.Share))];

    public static IReadOnlyList<NationFacility> Of(int count, KoreanDay today)
    {
        var random = new Random(Seed);
        var plan = DemoFacilities.All.Select(Core).ToList();
        var districts = NationShares.Of(count - plan.Count).ToArray();
        random.Shuffle(districts);
        var names = plan.Select(facility => facility.Facts.Name).ToHashSet();
        foreach (var (serial, district) in districts.Index())
        {
            plan.Add(Facility(random, serial, district, today, names));
        }
        return plan;
    }

    private static NationFacility Core(DemoFacility demo, int index)
    {
        var type = NationType.All.First(one => one.Type == demo.Facts.Type);
        return new NationFacility(demo.Id, demo.Facts, type.Opens, type.Closes, CoreWeights[index], 75 - index, 0, FacilityState.Active);
    }

    private static NationFacility Facility(Random random, int serial, District district, KoreanDay today, HashSet<string> names)
    {
        var type = ByShare[random.Next(ByShare.Length)];
        var facts = Facts(random, serial, type, district, today, names);
        var state = State(random, serial);
        var signedUp =
            state is FacilityState.Submitted or FacilityState.Draft ? 1 + serial % 4
            : random.Next(10) < 3 ? random.Next(2, Days + 1)
            : random.Next(Begin + 3, 170);
        // A few facilities stopped scanning, and some never began.
        var lastDay =
            state is FacilityState.Suspended or FacilityState.Closed ? random.Next(2, 20)
            : random.Next(100) < 7 ? random.Next(8, 24)
            : 0;
        var weight = state is FacilityState.Submitted or FacilityState.Draft || random.Next(100) < 3 ? 0 : Popularity(random, type);
        return new NationFacility(
            Id(facts.BusinessNumber),
            facts,
            type.Opens,
            type.Closes,
            weight,
            Math.Max(signedUp, lastDay + 2),
            lastDay,
            state
        );
    }

    private static FacilityFacts Facts(
        Random random,
        int serial,
        NationType type,
        District district,
        KoreanDay today,
        HashSet<string> names
    )
    {
        var name = NationNames.Trade(random, district, type.Suffix);
        for (var branch = 2; !names.Add(name); branch++)
        {
            name = $"{name.Split(" · ")[0]} · {branch}호점";
        }
        var owner = NationNames.Person(random);
        return FacilityFactsRules.Normalize(
            new FacilityFacts
            {
                BusinessNumber = NationNames.Number(serial),
                Name = name,
                OpenedOn = today.Date.AddDays(-random.Next(200, 4_000)),
                Representative = owner,
                ManagerName = random.Next(3) == 0 ? NationNames.Person(random) : owner,
                Phone = NationNames.Phone(district, serial),
                District = district.Code,
                Address = NationNames.Address(random),
                Type = type.Type,
                Capacity = random.Next(type.Smallest, type.Largest + 1),
                Indoor = true,
                Standing = type.Type is "standing-concert",
            }
        );
    }

    private static FacilityState State(Random random, int serial) =>
        serial < InReview ? FacilityState.Submitted
        : serial < InReview + Drafts ? FacilityState.Draft
        : random.Next(100) switch
        {
            0 => FacilityState.Suspended,
            1 => FacilityState.Closed,
            _ => FacilityState.Active,
        };

    // A few are crowded, most are small.
    private static double Popularity(Random random, NationType type) =>
        (0.3 + Math.Pow(random.NextDouble(), 3) * 4) * (1 + type.Largest / 400.0);

    private static Guid Id(string businessNumber) =>
        new(SHA256.HashData(Encoding.UTF8.GetBytes($"kipass-nation:{businessNumber}")).AsSpan(0, 16), bigEndian: true);
}
