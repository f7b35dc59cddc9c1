using System.Collections.Immutable;
using KiPass.Contracts.Access;
using KiPass.Contracts.Facilities;
using KiPass.Contracts.Policy;
using KiPass.Grains.Policy;
using KiPass.Grains.Tests.Policy;
using KiPass.Tokens;

namespace KiPass.Grains.Tests.Fixtures;

/// <summary>One row of <c>obligations.txt</c>: plain words in, a question and the expected answer out.</summary>
internal sealed class ObligationCase
{
    private static readonly Guid ThisFacility = new("11111111-1111-4111-8111-111111111111");
    private static readonly Guid AnotherFacility = new("22222222-2222-4222-8222-222222222222");
    private static readonly Guid ExemptionId = new("33333333-3333-4333-8333-333333333333");

    private readonly List<RestrictionOrderEntry> orders = [];
    private readonly List<ExemptionEntry> exemptions = [];
    private readonly List<LevelEntry> levels = [.. PolicyItems.Beginning.Levels];

    public ObligationCase(string row)
    {
        var cells = row.Split('|', StringSplitOptions.TrimEntries);
        Facility = Profile(cells[0]);
        Day = KoreanDay.Parse(cells[1]);
        foreach (var circumstance in cells[2].Split(" and ", StringSplitOptions.RemoveEmptyEntries))
        {
            Read(circumstance.Split(' '));
        }
        Expected = cells[3];
    }

    public ObligationProfile Facility { get; }

    public KoreanDay Day { get; }

    public string Expected { get; }

    public PolicySnapshot Book => PolicySnapshot.Of(new PolicyHistory([.. orders], [.. exemptions], [.. levels], [], []));

    /// <summary>An answer in the words of the table.</summary>
    public string InWords(Obligation answer)
    {
        var kind = answer.Kind switch
        {
            ObligationKind.MandatoryEnforced => "enforced",
            ObligationKind.MandatoryInGuidance => "guidance",
            _ => "voluntary",
        };
        var losers = answer.Overruled.Select(loser => $", not {Named(loser.Source)}: {loser.Why}");
        return $"{kind} by {Named(answer.Source)}{string.Concat(losers)}";
    }

    // "indoor standing theater for 800 in Jongno-gu": conditions, type, capacity, district.
    private static ObligationProfile Profile(string words)
    {
        var parts = words.Split(" for ", 2);
        var kind = parts[0].Split(' ');
        var place = parts[1].Split(" in ");
        return new ObligationProfile(
            kind.Contains("unregistered") ? null
                : kind.Contains("another") ? AnotherFacility
                : ThisFacility,
            kind[^1],
            Region(place[1]).Code,
            int.Parse(place[0]),
            Indoor: !kind.Contains("outdoor"),
            Standing: kind.Contains("standing")
        );
    }

    private static Jurisdiction Region(string name) =>
        name == "nation"
            ? Jurisdiction.Nation
            : new Jurisdiction(
                Districts.Provinces.FirstOrDefault(province => province.English == name)?.Code
                    ?? Districts.All.First(district => district.English == name).Code
            );

    private void Read(string[] words)
    {
        var from = After(words, "from")!.Value;
        switch (words[0])
        {
            case "order":
                orders.Add(new RestrictionOrderEntry(Order(words, from), "official", from.Start.AddDays(-2), After(words, "withdrawn")));
                break;
            case "level":
                levels.Add(
                    new LevelEntry(new LevelChange(Enum.Parse<CrisisLevel>(words[1]), from, ""), "approver", from.Start.AddDays(-2))
                );
                break;
            case "exempt":
                exemptions.Add(Exempt(words, from));
                break;
            default:
                throw new FormatException($"No such circumstance: {words[0]}");
        }
    }

    private RestrictionOrder Order(string[] words, KoreanDay from) =>
        new()
        {
            Id = new Guid($"00000000-0000-4000-8000-{orders.Count + 1:d12}"),
            Region = Region(words[1]),
            Effect = words[2] == "releases" ? RestrictionEffect.Release : RestrictionEffect.Require,
            Types = words[3] is "any" or "this" ? [] : [.. words[3].Split(',')],
            FacilityId = words[3] == "this" ? ThisFacility : null,
            From = from,
            Until = After(words, "until"),
            GuidanceUntil = After(words, "guidance"),
            Title = "order",
        };

    private static ExemptionEntry Exempt(string[] words, KoreanDay from)
    {
        var exemption = new Exemption
        {
            Id = ExemptionId,
            FacilityId = ThisFacility,
            From = from,
            Until = After(words, "until"),
        };
        var approved = After(words, "approved");
        return new ExemptionEntry(
            exemption,
            "official",
            from.Start.AddDays(-3),
            approved is null ? null : "approver",
            approved?.Start,
            After(words, "withdrawn")
        );
    }

    private static KoreanDay? After(string[] words, string word)
    {
        var at = Array.IndexOf(words, word);
        return at < 0 ? null : KoreanDay.Parse(words[at + 1]);
    }

    private static ImmutableDictionary<string, string> Names { get; } =
        Enumerable
            .Range(1, 9)
            .ToImmutableDictionary(n => new Guid($"00000000-0000-4000-8000-{n:d12}").ToString("N"), n => $"order {n}")
            .Add(ExemptionId.ToString("N"), "exemption")
            .Add("", "nothing");

    private static string Named(string source) => Names.GetValueOrDefault(source, source);
}
