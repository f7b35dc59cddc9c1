using KiPass.Contracts.Facilities;
using KiPass.Contracts.Policy;
using KiPass.Tokens;

namespace KiPass.Portal.Owners.Messages;

/// <summary>What somebody knows of a facility's obligation: its kind, and the next day of another kind.</summary>
internal readonly record struct KnownObligation(ObligationKind Kind, KoreanDay? NextFrom = null, ObligationKind? NextKind = null)
{
    public static KnownObligation Of(FacilityOutlook outlook) => new(outlook.Today.Kind, outlook.Next?.From, outlook.Next?.Obligation.Kind);

    /// <summary>What follows from it on a later day, when all comes as announced.</summary>
    public KnownObligation On(KoreanDay day) => NextFrom <= day ? new(NextKind!.Value) : this;
}

/// <summary>What there is to tell somebody who knew the obligation otherwise. Empty when it came as announced.</summary>
/// <param name="ChangedFrom">It is of another kind today than was told; null when not.</param>
/// <param name="Announced">A change to come was not told, or with another day or kind.</param>
/// <param name="Withdrawn">The day of an announced change that does not come; null when none was taken back.</param>
internal readonly record struct ObligationUpdate(ObligationKind? ChangedFrom, bool Announced, KoreanDay? Withdrawn)
{
    public bool IsEmpty => this == default;

    /// <param name="told">What was told; null on first sight, when only a change to come is news.</param>
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
            // Another day or kind takes its place: then that is what is told. So does a change that came earlier than announced.
            expected.NextFrom
                is { } day
            && now.NextFrom is null
            && expected.NextKind != now.Kind
                ? day
                : null
        );
    }
}
