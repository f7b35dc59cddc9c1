using System.Collections.Immutable;

namespace KiPass.Contracts.Traces;

/// <summary>How far a trace is: counts only.</summary>
[GenerateSerializer, Immutable, Alias("kipass.trace-progress")]
public sealed record TraceProgress
{
    /// <summary>What it is doing, or how it ended.</summary>
    [Id(0)]
    public TraceStage Stage { get; init; }

    /// <summary>When it began.</summary>
    [Id(1)]
    public DateTimeOffset StartedAt { get; init; }

    /// <summary>When the last answer came; null until all issuers have answered or refused.</summary>
    [Id(2)]
    public DateTimeOffset? CompletedAt { get; init; }

    /// <summary>From when on its results are destroyed.</summary>
    [Id(3)]
    public DateTimeOffset ExpiresAt { get; init; }

    /// <summary>Steps of this stage that are done.</summary>
    [Id(4)]
    public int Done { get; init; }

    /// <summary>Steps of this stage; 0 when that is not known yet.</summary>
    [Id(5)]
    public int Total { get; init; }

    /// <summary>Facilities where the case was, in the order's district.</summary>
    [Id(6)]
    public int Facilities { get; init; }

    /// <summary>Facilities where the case was outside the order's district: another office's matter.</summary>
    [Id(7)]
    public int FacilitiesElsewhere { get; init; }

    /// <summary>Contacts with a pass, one a pseudonym.</summary>
    [Id(8)]
    public int Contacts { get; init; }

    /// <summary>Of these, how many are close.</summary>
    [Id(9)]
    public int Close { get; init; }

    /// <summary>Contacts written down on paper.</summary>
    [Id(10)]
    public int PaperContacts { get; init; }

    /// <summary>Each issuer that was asked, by number.</summary>
    [Id(11)]
    public ImmutableArray<IssuerProgress> Issuers { get; init; } = [];

    /// <summary>Whether nothing can be added any more.</summary>
    public bool IsFinal => Stage is TraceStage.Completed or TraceStage.Cancelled or TraceStage.TooManyContacts or TraceStage.OrderExpired;
}

/// <summary>What a trace is doing.</summary>
public enum TraceStage
{
    /// <summary>Asks the issuers for the case's pseudonyms.</summary>
    AskingForSubjects = 0,

    /// <summary>Reads the case's visits.</summary>
    ReadingVisits = 1,

    /// <summary>Finds who was there at the same time.</summary>
    FindingContacts = 2,

    /// <summary>Asks the issuers who the contacts are.</summary>
    AskingForIdentities = 3,

    /// <summary>Results are there, but an issuer does not answer; it is asked again every minute while the order holds.</summary>
    WaitingForIssuers = 4,

    /// <summary>Done.</summary>
    Completed = 5,

    /// <summary>Ended by the authority.</summary>
    Cancelled = 6,

    /// <summary>More contacts than the order allows: nobody was asked for. A new order can narrow the trace or raise the limit.</summary>
    TooManyContacts = 7,

    /// <summary>The order ran out before anything was found.</summary>
    OrderExpired = 8,
}

/// <summary>One issuer in a trace.</summary>
/// <param name="Number">The issuer's number.</param>
/// <param name="Subjects">Whether it was asked for the index person, and what came of it.</param>
/// <param name="Identities">Whether it was asked for contacts, and what came of it.</param>
/// <param name="Contacts">How many contacts it was, or is to be, asked for.</param>
/// <param name="Code">Its own code when it refused, for example <c>order-limit</c>.</param>
[GenerateSerializer, Immutable, Alias("kipass.issuer-progress")]
public sealed record IssuerProgress(
    [property: Id(0)] ushort Number,
    [property: Id(1)] IssuerAnswer Subjects,
    [property: Id(2)] IssuerAnswer Identities,
    [property: Id(3)] int Contacts,
    [property: Id(4)] string Code = ""
);

/// <summary>What came of a question to an issuer.</summary>
public enum IssuerAnswer
{
    /// <summary>It was not asked, and need not be.</summary>
    NotAsked = 0,

    /// <summary>It is to be asked.</summary>
    Waiting = 1,

    /// <summary>Answered.</summary>
    Answered = 2,

    /// <summary>Answered that it knows nobody with this phone and name.</summary>
    NoMatch = 3,

    /// <summary>Not reachable or busy; asked again while the order holds.</summary>
    Unreachable = 4,

    /// <summary>It refused, with a code.</summary>
    Refused = 5,

    /// <summary>What came back was not signed by the issuer that the operator pinned.</summary>
    NotAuthentic = 6,

    /// <summary>No issuer with this number is pinned.</summary>
    Unknown = 7,

    /// <summary>The order ran out before it answered.</summary>
    TooLate = 8,
}
