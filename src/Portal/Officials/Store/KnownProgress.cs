using System.Text.Json;
using KiPass.Contracts.Traces;

namespace KiPass.Portal.Officials.Store;

/// <summary>The last progress that the register reported for a trace: counts and issuers. Stored as JSON.</summary>
internal sealed record KnownProgress(
    TraceStage? Stage,
    int Done,
    int Total,
    int Facilities,
    int FacilitiesElsewhere,
    int Contacts,
    int Close,
    int PaperContacts,
    IReadOnlyList<IssuerProgress> Issuers,
    int LeftOut = 0
)
{
    /// <summary>No progress reported yet.</summary>
    public static readonly KnownProgress None = new(null, 0, 0, 0, 0, 0, 0, 0, []);

    /// <summary>Number of issuers that answered the request for contacts.</summary>
    public int IssuersAnswered => Issuers.Count(issuer => issuer.Identities == IssuerAnswer.Answered);

    /// <summary>Number of entries of contacts, with a pass and on paper. A person may have several.</summary>
    public int Entries => Contacts + PaperContacts;

    /// <summary>
    /// Whether an issuer answered and the register has no visit of the index person. The issuer may or may not know the person: its answer
    /// is the same.
    /// </summary>
    public bool FoundNoVisits =>
        Stage is TraceStage.Completed
        && Issuers.Any(issuer => issuer.Subjects is IssuerAnswer.Answered or IssuerAnswer.NoMatch)
        && Facilities + FacilitiesElsewhere + Entries == 0;

    /// <summary>Issuers that have not answered. While there are any, the line list is partial.</summary>
    public IEnumerable<IssuerProgress> Missing => Issuers.Where(issuer => issuer.IsMissing);

    /// <summary>Whether the trace ended without the answer of an issuer.</summary>
    public bool IsPartial => Stage == TraceStage.Completed && Missing.Any();

    /// <summary>The missing issuers and why, for the audit log, for example <c>2:Refused:order-limit</c>.</summary>
    public string MissingFact =>
        string.Join(", ", Missing.Select(issuer => $"{issuer.Number}:{issuer.MissingAnswer}:{issuer.Code}".TrimEnd(':')));

    public static KnownProgress Of(TraceProgress progress) =>
        new(
            progress.Stage,
            progress.Done,
            progress.Total,
            progress.Facilities,
            progress.FacilitiesElsewhere,
            progress.Contacts,
            progress.Close,
            progress.PaperContacts,
            [.. progress.Issuers],
            progress.LeftOut
        );

    public static KnownProgress Read(string json) => json.Length == 0 ? None : JsonSerializer.Deserialize<KnownProgress>(json) ?? None;

    public string Write() => Stage is null ? "" : JsonSerializer.Serialize(this);
}
