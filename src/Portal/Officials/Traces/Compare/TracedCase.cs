using KiPass.Portal.Officials.Traces.LineList;
using KiPass.Tokens;
using KiPass.Tokens.Orders;

namespace KiPass.Portal.Officials.Traces.Compare;

/// <summary>What the open traces of one case found, laid together. Lives in memory alone.</summary>
/// <param name="CaseId">The case.</param>
/// <param name="OrderId">Its newest trace.</param>
/// <param name="Number">The case's number.</param>
/// <param name="Onset">First symptoms, as filed.</param>
/// <param name="OpenedAt">When it was filed.</param>
/// <param name="Index">Who the index person is, as line lists tell people apart; null: of facility windows alone.</param>
/// <param name="Stays">Where the case was.</param>
/// <param name="Facilities">Facts of all these places.</param>
/// <param name="Contacts">Rows of all its line lists.</param>
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
    /// <summary>When it is taken to have begun, to tell who came before whom: symptoms, else the first stay, else its file.</summary>
    public DateTimeOffset Began => Onset?.Start ?? Stays.Select(stay => (DateTimeOffset?)stay.EnteredAt).Min() ?? OpenedAt;

    /// <summary>Nothing: a person never reaches a log or a message by accident.</summary>
    public override string ToString() => nameof(TracedCase);
}
