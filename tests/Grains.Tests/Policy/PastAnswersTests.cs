using CsCheck;
using KiPass.Contracts.Access;
using KiPass.Contracts.Policy;
using KiPass.Grains.Policy;
using KiPass.Tokens;

namespace KiPass.Grains.Tests.Policy;

/// <summary>Whatever is entered today, no answer for a day before today changes.</summary>
public sealed class PastAnswersTests
{
    private static readonly KoreanDay Start = KoreanDay.Parse("2020-06-01");

    private static readonly Gen<ObligationProfile> Profiles = Gen.Select(
        OneOf("karaoke", "cafe", "academy-300", "buffet"),
        OneOf("11110", "26350", "41110"),
        Gen.Int[1, 400],
        (type, district, capacity) => new ObligationProfile(Guid.Empty, type, district, capacity, true, false)
    );

    private static readonly Gen<(PolicyHistory Before, PolicyHistory After, int Day)> Histories =
        from day in Gen.Int[10, 120]
        from old in Gen.Select(Gen.Int[0, 120], Gen.Int[0, 40], Gen.Bool, OneOf("*", "11", "11110")).Array[0, 5]
        from fresh in Gen.Select(Gen.Int[0, 40], Gen.Int[0, 40], Gen.Bool, OneOf("*", "11", "11110")).Array[0, 5]
        from level in Gen.Int[0, 30]
        from withdraw in Gen.Bool
        let orders = old.Select(one => Order(one.Item1, one.Item2, one.Item3, one.Item4)).ToList()
        let before = PolicyItems.Beginning with
        {
            Orders = [.. orders],
        }
        let today = Start + day
        select (
            before,
            before with
            {
                Orders =
                [
                    .. orders.Select(entry => withdraw ? entry with { WithdrawnFrom = today } : entry),
                    .. fresh.Select(one => Order(day + one.Item1, one.Item2, one.Item3, one.Item4)),
                ],
                Levels =
                [
                    .. before.Levels,
                    new LevelEntry(new LevelChange(CrisisLevel.Caution, today + level, ""), "approver", today.Start),
                ],
                Exemptions =
                [
                    new ExemptionEntry(
                        new Exemption { FacilityId = Guid.Empty, From = today - 5 },
                        "a",
                        today.Start.AddDays(-5),
                        "b",
                        today.Start
                    ),
                ],
            },
            day
        );

    private static Gen<string> OneOf(params string[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);

    [Fact]
    public void New_policy_entries_never_change_answers_for_past_days() =>
        Gen.Select(Histories, Profiles)
            .Sample(
                (histories, profile) =>
                {
                    var before = PolicySnapshot.Of(histories.Before);
                    var after = PolicySnapshot.Of(histories.After);
                    return Enumerable
                        .Range(0, histories.Day)
                        .All(day =>
                            Told(ObligationPolicy.On(Start + day, profile, before))
                            == Told(ObligationPolicy.On(Start + day, profile, after))
                        );
                },
                iter: 300
            );

    // Why nothing else decided may grow by "not yet"; what decided may learn its last day. Neither changes the answer.
    private static (ObligationKind, ObligationBasis, string, string) Told(Obligation answer) =>
        (answer.Kind, answer.Basis, answer.Source, answer.Penalty.Korean);

    private static RestrictionOrderEntry Order(int from, int length, bool releases, string region) =>
        new(
            new RestrictionOrder
            {
                Id = new Guid(from, (short)length, 0, 0, 0, 0, 0, 0, 0, 0, (byte)region.Length),
                Region = new Jurisdiction(region),
                Effect = releases ? RestrictionEffect.Release : RestrictionEffect.Require,
                From = Start + from,
                Until = Start + from + length,
                Title = "고시",
            },
            "official",
            (Start + from).Start
        );
}
