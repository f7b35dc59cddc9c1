using KiPass.Tokens;
using KiPass.Tokens.Orders;

namespace KiPass.Portal.Officials.Store;

/// <summary>A confirmed case (확진 사례) as officials file it. Who it is stands in its orders only, sealed.</summary>
internal sealed class CaseRow
{
    public required Guid Id { get; set; }

    /// <summary>As the health office numbers it, for example <c>2020-0612-031</c>; unique. Everyone who reads an order reads it.</summary>
    public required string Number { get; set; }

    /// <summary>Whose case it is: a jurisdiction's code. Changes when the case is handed over.</summary>
    public required string District { get; set; }

    /// <summary>When symptoms began (or, without symptoms, the day of sampling); proposes the period of an order.</summary>
    public KoreanDay? OnsetDay { get; set; }

    public required Guid OpenedBy { get; set; }

    public required DateTimeOffset OpenedAt { get; set; }

    public DateTimeOffset? ClosedAt { get; set; }
}

/// <summary>A trace order, from its draft to the destruction of what it found.</summary>
internal sealed record TraceOrderRow : TraceOrderTerms
{
    public required Guid Id { get; set; }

    public required Guid CaseId { get; set; }

    public TraceOrderState State { get; set; }

    public required Guid RequestedBy { get; set; }

    public required DateTimeOffset DraftedAt { get; set; }

    public DateTimeOffset? SubmittedAt { get; set; }

    public DateTimeOffset? DecidedAt { get; set; }

    public DateTimeOffset? StartedAt { get; set; }

    public DateTimeOffset? CompletedAt { get; set; }

    /// <summary>From when on nothing of it is shown any more; destroyed within the hour.</summary>
    public required DateTimeOffset ExpiresAt { get; set; }

    /// <summary>The index person sealed to the authority's own encryption key.</summary>
    public string? SealedPerson { get; set; }

    /// <summary>Why it was declined.</summary>
    public string Decision { get; set; } = "";

    /// <summary>The signed order, from its approval on.</summary>
    public string? Jws { get; set; }

    /// <summary>Why the register refused it: a <see cref="Contracts.Traces.TraceStart"/>.</summary>
    public string Refusal { get; set; } = "";

    /// <summary>What the register said last of its trace.</summary>
    public KnownProgress Progress { get; set; } = KnownProgress.None;

    /// <summary>Rises with each change: two officials who change it at once do not overwrite one another.</summary>
    public int Version { get; set; }
}

/// <summary>Where an order stands.</summary>
internal enum TraceOrderState
{
    /// <summary>Being written by the official who asks.</summary>
    Draft,

    /// <summary>Waits for another official.</summary>
    Submitted,

    /// <summary>Sent back by an approver, with a reason.</summary>
    Declined,

    /// <summary>Signed; the register has not taken it yet.</summary>
    Approved,

    /// <summary>The register is at it.</summary>
    Running,

    /// <summary>All issuers have answered or refused.</summary>
    Completed,

    /// <summary>Ended by an official.</summary>
    Cancelled,

    /// <summary>Not taken by the register, with its reason.</summary>
    Refused,

    /// <summary>More contacts than the order allows; nobody was asked for.</summary>
    TooManyContacts,

    /// <summary>Ran out before anything was found.</summary>
    RanOut,

    /// <summary>Four weeks have passed: only the counts are left.</summary>
    Destroyed,
}

/// <summary>One approval of an order.</summary>
internal sealed class ApprovalRow
{
    public required Guid OrderId { get; set; }

    public required Guid By { get; set; }

    public required DateTimeOffset At { get; set; }
}

/// <summary>A sealed part of a result, as the register gave it.</summary>
internal sealed class SealRow
{
    /// <summary>In the place of an issuer's number: the register's findings.</summary>
    public const int Findings = 0;

    public required Guid OrderId { get; set; }

    public required int Issuer { get; set; }

    public required string Sealed { get; set; }
}

/// <summary>A deselected row of a line list.</summary>
internal sealed class MarkRow
{
    public required Guid OrderId { get; set; }

    public required string Row { get; set; }
}

/// <summary>When an encryption key was in use; the key itself is a file.</summary>
internal sealed class KeyRow
{
    public required string Thumbprint { get; set; }

    public required DateTimeOffset MadeAt { get; set; }

    public required DateTimeOffset LastUsedAt { get; set; }

    public DateTimeOffset? RetiredAt { get; set; }

    public DateTimeOffset? DestroyedAt { get; set; }
}

/// <summary>A signed chain head of another side.</summary>
internal sealed class HeadRow
{
    public required string Side { get; set; }

    public required long Count { get; set; }

    public required string Jws { get; set; }

    public required DateTimeOffset At { get; set; }
}

/// <summary>One line of the authority's audit log.</summary>
internal sealed class AuditRow
{
    public required long Number { get; set; }

    public required string Text { get; set; }

    public required string Hash { get; set; }

    public Guid? CaseId { get; set; }
}
