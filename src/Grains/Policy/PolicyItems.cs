using System.Globalization;
using KiPass.Contracts.Policy;
using KiPass.Tokens;

namespace KiPass.Grains.Policy;

/// <summary>Creates the items of the policy from the embedded rules (<c>rules.csv</c>) and from what officials entered.</summary>
internal static class PolicyItems
{
    /// <summary>The national rules, from <c>Data/rules.csv</c>.</summary>
    public static IReadOnlyList<PolicyItem> NationalRules { get; } = [.. PolicyData.Rows("rules.csv").Select(Rule)];

    /// <summary>The initial policy: crisis level Serious (심각) from 2020-02-23.</summary>
    public static PolicyHistory Beginning { get; } =
        new(
            [],
            [],
            [
                new LevelEntry(
                    new LevelChange(CrisisLevel.Serious, KoreanDay.Of(new DateOnly(2020, 2, 23)), "위기경보 '심각' 격상"),
                    "register",
                    new DateTimeOffset(2020, 2, 23, 0, 0, 0, KoreanDay.Offset)
                ),
            ],
            [],
            []
        );

    public static PolicyItem Of(RestrictionOrderEntry entry)
    {
        var order = entry.Order;
        return new PolicyItem(
            ObligationBasis.Order,
            order.Id.ToString("N"),
            new Bilingual(order.Title, order.Title),
            order.From,
            Earlier(order.Until, entry.WithdrawnFrom)
        )
        {
            Effect = order.Effect,
            GuidanceUntil = order.GuidanceUntil,
            Types = order.Types,
            Regions = order.Region.Code == "*" ? [] : [order.Region.Code],
            FacilityId = order.FacilityId,
        };
    }

    public static PolicyItem Of(ExemptionEntry entry)
    {
        var exemption = entry.Exemption;
        // An exemption that is approved late starts late, so that answers for past days do not change.
        var approved = KoreanDay.Of(entry.ApprovedAt!.Value);
        return new PolicyItem(
            ObligationBasis.Exemption,
            exemption.Id.ToString("N"),
            new Bilingual(exemption.Reason, exemption.Reason),
            approved > exemption.From ? approved : exemption.From,
            Earlier(exemption.Until, entry.EndedFrom)
        )
        {
            Effect = RestrictionEffect.Release,
            FacilityId = exemption.FacilityId,
        };
    }

    /// <summary>Levels sorted by their first day; for the same day, by entry time.</summary>
    public static IEnumerable<PolicyItem> Levels(PolicyHistory history) =>
        history
            .Levels.OrderBy(entry => entry.Change.From)
            .Select(entry => new PolicyItem(
                ObligationBasis.CrisisLevel,
                entry.Change.Level.ToString(),
                LevelName(entry.Change.Level),
                entry.Change.From,
                null
            )
            {
                Effect = RestrictionEffect.Release,
            });

    /// <summary>The days on which an item starts, changes or no longer applies.</summary>
    public static IEnumerable<KoreanDay> ChangeDays(PolicyItem item)
    {
        yield return item.From;
        if (item.GuidanceUntil is { } guidance)
        {
            yield return guidance + 1;
        }
        if (item.Until is { } until)
        {
            yield return until + 1;
        }
    }

    private static Bilingual LevelName(CrisisLevel level) =>
        level switch
        {
            CrisisLevel.Interest => new Bilingual("위기 단계 '관심'", "Crisis level Interest"),
            CrisisLevel.Caution => new Bilingual("위기 단계 '주의'", "Crisis level Caution"),
            CrisisLevel.Alert => new Bilingual("위기 단계 '경계'", "Crisis level Alert"),
            CrisisLevel.Serious => new Bilingual("위기 단계 '심각'", "Crisis level Serious"),
            _ => throw new ArgumentOutOfRangeException(nameof(level)),
        };

    private static KoreanDay? Earlier(KoreanDay? until, KoreanDay? withdrawnFrom) =>
        withdrawnFrom is not { } from ? until
        : until is { } last && last < from - 1 ? last
        : from - 1;

    private static PolicyItem Rule(string[] row) =>
        new(
            ObligationBasis.Rule,
            row[0],
            new Bilingual(row[1], row[2]),
            KoreanDay.Parse(row[8], CultureInfo.InvariantCulture),
            Day(row[10])
        )
        {
            Types = row[3].Split(' '),
            Regions = row[4].Length == 0 ? [] : row[4].Split(' '),
            MinCapacity = row[5].Length == 0 ? 0 : int.Parse(row[5], CultureInfo.InvariantCulture),
            OnlyIndoor = row[6] == "yes",
            OnlyStanding = row[7] == "yes",
            GuidanceUntil = Day(row[9]),
        };

    private static KoreanDay? Day(string text) => text.Length == 0 ? null : KoreanDay.Parse(text, CultureInfo.InvariantCulture);
}
