using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace KiPass.Contracts.Traces;

/// <summary>Progress of a trace: counts only.</summary>
[GenerateSerializer, Immutable, Alias("kipass.trace-progress")]
public sealed record TraceProgress
{
    /// <summary>The current stage, or how it ended.</summary>
    [Id(0)]
    public TraceStage Stage { get; init; }

    /// <summary>When it began.</summary>
    [Id(1)]
    public DateTimeOffset StartedAt { get; init; }

    /// <summary>When it ended; null until all issuers have answered or refused.</summary>
    [Id(2)]
    public DateTimeOffset? CompletedAt { get; init; }

    /// <summary>When its results are destroyed.</summary>
    [Id(3)]
    public DateTimeOffset ExpiresAt { get; init; }

    /// <summary>Completed steps of this stage.</summary>
    [Id(4)]
    public int Done { get; init; }

    /// <summary>Total steps of this stage; 0 when unknown.</summary>
    [Id(5)]
    public int Total { get; init; }

    /// <summary>Number of facilities visited by the case in the order's district.</summary>
    [Id(6)]
    public int Facilities { get; init; }

    /// <summary>Number of facilities visited by the case outside the order's district, for which another office is responsible.</summary>
    [Id(7)]
    public int FacilitiesElsewhere { get; init; }

    /// <summary>Number of contacts with a pass: entries, each with one ticket. Only the authority learns which belong to one person.</summary>
    [Id(8)]
    public int Contacts { get; init; }

    /// <summary>Of these, the number of close contacts.</summary>
    [Id(9)]
    public int Close { get; init; }

    /// <summary>Number of contacts on paper.</summary>
    [Id(10)]
    public int PaperContacts { get; init; }

    /// <summary>The issuers that were asked, sorted by number.</summary>
    [Id(11)]
    public ImmutableArray<IssuerProgress> Issuers { get; init; } = [];

    /// <summary>Number of contacts and paper entries left out because of the order's limit; the findings say at which facilities.</summary>
    [Id(12)]
    public int LeftOut { get; init; }

    /// <summary>Whether the trace has ended.</summary>
    public bool IsFinal => Stage is TraceStage.Completed or TraceStage.Cancelled or TraceStage.TooManyContacts or TraceStage.OrderExpired;
}

/// <summary>Stage of a trace.</summary>
public enum TraceStage
{
    /// <summary>Asks the issuers for the case's tickets.</summary>
    AskingForSubjects = 0,

    /// <summary>Reads the case's visits.</summary>
    ReadingVisits = 1,

    /// <summary>Finds who was at the same places at the same time.</summary>
    FindingContacts = 2,

    /// <summary>Asks the issuers who the contacts are.</summary>
    AskingForIdentities = 3,

    /// <summary>Results are available, but an issuer has not answered; it is asked again while the order is valid.</summary>
    WaitingForIssuers = 4,

    /// <summary>Done.</summary>
    Completed = 5,

    /// <summary>Cancelled by the authority.</summary>
    Cancelled = 6,

    /// <summary>
    /// More contacts than the order allows; no identities were requested. Only of traces by a register of an earlier version: today the limit
    /// is divided among the facilities, and the result is partial.
    /// </summary>
    TooManyContacts = 7,

    /// <summary>The order expired before contacts were found.</summary>
    OrderExpired = 8,
}

/// <summary>One issuer in a trace.</summary>
/// <param name="Number">The issuer's number.</param>
/// <param name="Subjects">State of the request for the index person's tickets.</param>
/// <param name="Identities">State of the request for the identities of contacts.</param>
/// <param name="Contacts">Number of contacts whose identities are requested.</param>
/// <param name="Code">
/// Why the answer is missing: the issuer's code when it refused, for example <c>order-limit</c>, or the register's, for example
/// <c>timeout</c>; otherwise empty.
/// </param>
/// <param name="Siblings">State of the request for the other tickets of contacts, of a forward order.</param>
[GenerateSerializer, Immutable, Alias("kipass.issuer-progress")]
public sealed record IssuerProgress(
    [property: Id(0)] ushort Number,
    [property: Id(1)] IssuerAnswer Subjects,
    [property: Id(2)] IssuerAnswer Identities,
    [property: Id(3)] int Contacts,
    [property: Id(4)] string Code = "",
    [property: Id(6)] IssuerAnswer Siblings = IssuerAnswer.NotAsked
)
{
    /// <summary>Whether an answer that the trace needs is missing, so that its result is partial.</summary>
    [JsonIgnore]
    public bool IsMissing => Lacks(Subjects) || Lacks(Siblings) || (Contacts > 0 && Lacks(Identities));

    /// <summary>What is known of the first missing answer: about the index person, the contacts' other tickets, or their identities.</summary>
    [JsonIgnore]
    public IssuerAnswer MissingAnswer =>
        Lacks(Subjects) ? Subjects
        : Lacks(Siblings) ? Siblings
        : Identities;

    private static bool Lacks(IssuerAnswer answer) =>
        answer is not (IssuerAnswer.NotAsked or IssuerAnswer.Answered or IssuerAnswer.NoMatch);
}

/// <summary>State of a request to an issuer.</summary>
public enum IssuerAnswer
{
    /// <summary>Not necessary.</summary>
    NotAsked = 0,

    /// <summary>Not sent yet.</summary>
    Waiting = 1,

    /// <summary>Answered.</summary>
    Answered = 2,

    /// <summary>The issuer answered without any ticket. An issuer that follows the format answers an unknown person with random tickets.</summary>
    NoMatch = 3,

    /// <summary>Not reachable or busy; asked again while the order is valid.</summary>
    Unreachable = 4,

    /// <summary>It refused, with a code.</summary>
    Refused = 5,

    /// <summary>The answer was not signed by the pinned issuer.</summary>
    NotAuthentic = 6,

    /// <summary>No issuer with this number is pinned.</summary>
    Unknown = 7,

    /// <summary>The order expired before it answered.</summary>
    TooLate = 8,
}
