using System.Collections.Immutable;
using KiPass.Contracts.Policy;
using KiPass.Tokens;

namespace KiPass.Grains.Policy;

/// <summary>How the obligation of one facility changes over time.</summary>
internal static class ObligationTimeline
{
    /// <summary>The obligation on the first day and on every later day in [from, to] on which it changes.</summary>
    public static ImmutableArray<DatedObligation> Between(KoreanDay from, KoreanDay to, ObligationProfile facility, PolicySnapshot policy)
    {
        var answers = ImmutableArray.CreateBuilder<DatedObligation>();
        foreach (var day in policy.ChangeDays.Where(changed => changed > from && changed <= to).Prepend(from))
        {
            var answer = ObligationPolicy.On(day, facility, policy);
            if (answers.Count == 0 || !Same(answers[^1].Obligation, answer))
            {
                answers.Add(new DatedObligation(day, answer));
            }
        }
        return answers.ToImmutable();
    }

    private static bool Same(Obligation one, Obligation other) =>
        one.Kind == other.Kind
        && one.Basis == other.Basis
        && one.Source == other.Source
        && one.Law == other.Law
        && one.Penalty == other.Penalty;
}
