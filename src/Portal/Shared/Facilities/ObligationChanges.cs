using KiPass.Contracts.Access;
using KiPass.Contracts.Facilities;
using KiPass.Contracts.Policy;
using KiPass.Portal.Shared.Register;
using KiPass.Tokens;

namespace KiPass.Portal.Shared.Facilities;

/// <summary>Past changes of a facility's obligation since its submission, and known future changes.</summary>
public static class ObligationChanges
{
    private const int DaysAhead = 180;
    private const int MostVersions = 20;

    /// <summary>
    /// Gets the days on which the obligation began or changed, oldest first. Each day is evaluated with the facts that the facility stated
    /// for that day. Covers up to 180 days ahead and the last 20 versions of the facts. Empty if the register does not respond.
    /// </summary>
    public static async Task<IReadOnlyList<DatedObligation>> Of(RegisterCalls register, FacilityView facility, KoreanDay today)
    {
        var policy = register.Grain<IPolicyGrain>(IPolicyGrain.Key);
        var versions = Versions(facility, today);
        var changes = new List<DatedObligation>();
        for (var i = 0; i < versions.Count; i++)
        {
            var (from, facts) = versions[i];
            var to = i + 1 < versions.Count ? versions[i + 1].From - 1 : today + DaysAhead;
            if (to < from)
            {
                continue;
            }
            var profile = new ObligationProfile(facility.Id, facts.Type, facts.District, facts.Capacity ?? 0, facts.Indoor, facts.Standing);
            var answer = await register.AskPlain(() => policy.Timeline(profile, from, to));
            if (answer.Status != AnswerStatus.Done)
            {
                return [];
            }
            changes.AddRange(answer.Value.Where((one, first) => first > 0 || changes.Count == 0 || !Same(changes[^1], one)));
        }
        return changes;
    }

    /// <summary>Gets a change of the last two weeks or of the next four. Null if there is none.</summary>
    public static (DatedObligation Before, DatedObligation Change)? Notable(IReadOnlyList<DatedObligation> changes, KoreanDay today)
    {
        for (var i = 1; i < changes.Count; i++)
        {
            if (
                changes[i].From > today - 14
                && changes[i].From <= today + FacilityOutlook.Days
                && changes[i].Obligation.Kind != changes[i - 1].Obligation.Kind
            )
            {
                return (changes[i - 1], changes[i]);
            }
        }
        return null;
    }

    private static List<(KoreanDay From, FacilityFacts Facts)> Versions(FacilityView facility, KoreanDay today)
    {
        var stated = facility
            .History.Where(change => change.Facts is { Type.Length: > 0, District.Length: > 0 })
            .Select(change => (From: KoreanDay.Of(change.At), change.Facts!))
            .ToList();
        if (stated.Count == 0)
        {
            return [(today, facility.Facts)];
        }
        return [.. stated.GroupBy(one => one.From).Select(day => day.Last()).TakeLast(MostVersions)];
    }

    private static bool Same(DatedObligation one, DatedObligation other) =>
        one.Obligation.Kind == other.Obligation.Kind && one.Obligation.Source == other.Obligation.Source;
}
