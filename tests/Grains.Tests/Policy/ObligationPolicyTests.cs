using KiPass.Contracts.Facilities;
using KiPass.Contracts.Policy;
using KiPass.Grains.Policy;
using KiPass.Tokens;

namespace KiPass.Grains.Tests.Policy;

public sealed class ObligationPolicyTests
{
    public static IEnumerable<TheoryDataRow<string>> Rows() =>
        File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Policy", "obligations.txt"))
            .Where(line => line.Length > 0 && line[0] != '#')
            .Select(line => new TheoryDataRow<string>(line));

    [Theory]
    [MemberData(nameof(Rows))]
    public void Obligations_match_the_table(string row)
    {
        var question = new ObligationCase(row);
        Assert.Equal(question.Expected, question.InWords(ObligationPolicy.On(question.Day, question.Facility, question.Book)));
    }

    [Fact]
    public void The_obligation_table_has_at_least_120_distinct_rows()
    {
        var rows = Rows().Select(row => row.Data).ToList();
        Assert.True(rows.Count >= 120, $"{rows.Count} rows");
        Assert.Equal(rows.Count, rows.Distinct().Count());
    }

    [Fact]
    public void High_risk_types_all_have_rules_and_rules_name_only_existing_types()
    {
        Assert.Equal(12, FacilityTypes.All.Count(type => type.HighRisk));
        Assert.All(
            FacilityTypes.All.Where(type => type.HighRisk),
            type => Assert.False(PolicySnapshot.OfNotice.RulesFor(type.Code).IsEmpty, type.Code)
        );
        Assert.All(PolicyItems.NationalRules.SelectMany(rule => rule.Types), type => Assert.NotNull(FacilityTypes.Find(type)));
    }

    [Theory]
    [InlineData("2020-07-01", "제49조제1항제2호 ", "300만원 이하 벌금")]
    [InlineData("2020-08-11", "제49조제1항제2호 ", "300만원 이하 벌금")]
    [InlineData("2020-08-12", "제49조제1항제2호의2", "300만원 이하 벌금")]
    [InlineData("2020-10-12", "제49조제1항제2호의2", "300만원 이하 벌금")]
    [InlineData("2020-10-13", "제49조제1항제2호의2", "이용자 10만원 이하 과태료")]
    public void Law_and_penalty_match_the_day(string day, string law, string penalty)
    {
        var answer = ObligationPolicy.On(KoreanDay.Parse(day), Karaoke, PolicySnapshot.OfNotice);
        Assert.Contains(law, answer.Law.Korean);
        Assert.Contains(penalty, answer.Penalty.Korean);
        Assert.NotEqual("", answer.Law.English);
        Assert.NotEqual("", answer.Penalty.English);
    }

    [Fact]
    public void A_voluntary_facility_has_no_law_or_penalty()
    {
        var answer = ObligationPolicy.On(KoreanDay.Parse("2020-07-01"), Karaoke with { Type = "cafe" }, PolicySnapshot.OfNotice);
        Assert.Equal((Bilingual.Empty, Bilingual.Empty), (answer.Law, answer.Penalty));
    }

    [Fact]
    public void The_timeline_lists_each_change_once()
    {
        var changes = ObligationTimeline.Between(
            KoreanDay.Parse("2020-06-01"),
            KoreanDay.Parse("2020-12-31"),
            Karaoke,
            PolicySnapshot.OfNotice
        );
        Assert.Equal(
            [
                ("2020-06-01", ObligationKind.Voluntary),
                ("2020-06-10", ObligationKind.MandatoryInGuidance),
                ("2020-07-01", ObligationKind.MandatoryEnforced),
                // From here on only the law and the penalty change.
                ("2020-08-12", ObligationKind.MandatoryEnforced),
                ("2020-10-13", ObligationKind.MandatoryEnforced),
            ],
            changes.Select(change => (change.From.ToString(), change.Obligation.Kind))
        );
    }

    [Fact]
    public void A_crisis_level_takes_effect_at_midnight_but_never_before_its_entry()
    {
        var day = KoreanDay.Parse("2020-09-01");
        var entered = day.Start.AddHours(14);
        var sameDay = With(new LevelEntry(new LevelChange(CrisisLevel.Caution, day, "공고"), "approver-1", entered));
        Assert.Equal(CrisisLevel.Serious, sameDay.LevelAt(entered.AddSeconds(-1)));
        Assert.Equal(CrisisLevel.Caution, sameDay.LevelAt(entered));
        var ahead = With(new LevelEntry(new LevelChange(CrisisLevel.Caution, day + 1, "공고"), "approver-1", entered));
        Assert.Equal(CrisisLevel.Serious, ahead.LevelAt(day.End.AddTicks(-1)));
        Assert.Equal(CrisisLevel.Caution, ahead.LevelAt(day.End));

        static PolicySnapshot With(LevelEntry entry) =>
            PolicySnapshot.Of(PolicyItems.Beginning with { Levels = PolicyItems.Beginning.Levels.Add(entry) });
    }

    private static ObligationProfile Karaoke { get; } = new(null, "karaoke", "11110", 30, true, false);
}
