using KiPass.Portal.Officials.Traces.LineList;
using KiPass.Tokens;
using KiPass.Tokens.Orders;

namespace KiPass.Portal.Officials.Traces.Compare;

/// <summary>The merged results of the open traces of one case. Kept only in memory.</summary>
/// <param name="CaseId">The case.</param>
/// <param name="OrderId">The newest trace order of the case.</param>
/// <param name="Number">The case's number.</param>
/// <param name="Onset">Date of symptom onset, as filed.</param>
/// <param name="OpenedAt">When the case was filed.</param>
/// <param name="Index">Identity of the index person, as used in line lists; null if the case has only facility-window traces.</param>
/// <param name="Stays">Stays of the case.</param>
/// <param name="Facilities">Details of the facilities in the stays.</param>
/// <param name="Contacts">Rows of all line lists of the case.</param>
internal sealed record TracedCase(
    Guid CaseId,
    Guid OrderId,
    string Number,
    KoreanDay? Onset,
    DateTimeOffset OpenedAt,
    string? Index,
    IReadOnlyList<FoundStay> Stays,
    IReadOnlyList<FoundFacility> Facilities,
    IReadOnlyList<LineRow> Contacts
)
{
    /// <summary>Assumed start of the case, used to order cases: symptom onset, else the first stay, else the time of filing.</summary>
    public DateTimeOffset Began => Onset?.Start ?? Stays.Select(stay => (DateTimeOffset?)stay.EnteredAt).Min() ?? OpenedAt;

    /// <summary>Redacted, so that personal data cannot reach a log or a message by accident.</summary>
    public override string ToString() => nameof(TracedCase);
}
