using KiPass.Contracts.Facilities;
using KiPass.Contracts.Policy;
using KiPass.Tokens;

namespace KiPass.Portal.Owners.Messages;

/// <summary>A facility's obligation as known to an account: its kind today, and the next day on which the kind changes.</summary>
internal readonly record struct KnownObligation(ObligationKind Kind, KoreanDay? NextFrom = null, ObligationKind? NextKind = null)
{
    public static KnownObligation Of(FacilityOutlook outlook) => new(outlook.Today.Kind, outlook.Next?.From, outlook.Next?.Obligation.Kind);

    /// <summary>The obligation on a later day if the announced change takes place.</summary>
    public KnownObligation On(KoreanDay day) => NextFrom <= day ? new(NextKind!.Value) : this;
}

/// <summary>The difference between the obligation that an account knows and the current one. Empty if nothing unexpected changed.</summary>
/// <param name="ChangedFrom">The kind that the account expects today. Null if today's kind is the expected one.</param>
/// <param name="Announced">Whether there is a future change that the account does not know, or knows with another day or kind.</param>
/// <param name="Withdrawn">Day of an announced change that was withdrawn. Null if none was.</param>
internal readonly record struct ObligationUpdate(ObligationKind? ChangedFrom, bool Announced, KoreanDay? Withdrawn)
{
    public bool IsEmpty => this == default;

    /// <param name="told">The last notified state. Null for a new facility; then only a future change is reported.</param>
    public static ObligationUpdate Between(KnownObligation? told, KnownObligation now, KoreanDay today)
    {
        var expected = told?.On(today) ?? new KnownObligation(now.Kind);
        if (expected == now)
        {
            return default;
        }
        var announced = now.NextFrom is not null && (now.NextFrom, now.NextKind) != (expected.NextFrom, expected.NextKind);
        return new(
            expected.Kind == now.Kind ? null : expected.Kind,
            announced,
            // A change to another day or kind is announced as a new change, and an early change is reported as today's change.
            expected.NextFrom
                is { } day
            && now.NextFrom is null
            && expected.NextKind != now.Kind
                ? day
                : null
        );
    }
}
