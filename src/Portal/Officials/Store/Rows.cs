using KiPass.Tokens;
using KiPass.Tokens.Orders;

namespace KiPass.Portal.Officials.Store;

/// <summary>A confirmed case (확진 사례). The index person is stored only in the orders of the case, encrypted.</summary>
internal sealed class CaseRow
{
    public required Guid Id { get; set; }

    /// <summary>
    /// The health office's case number, for example <c>2020-0612-031</c>. Unique. Visible to every party that reads an order.
    /// </summary>
    public required string Number { get; set; }

    /// <summary>Code of the jurisdiction that is responsible for the case. Changes when the case is handed over.</summary>
    public required string District { get; set; }

    /// <summary>
    /// Date of symptom onset, or of sampling if there are no symptoms. The default period of an order is derived from it.
    /// </summary>
    public KoreanDay? OnsetDay { get; set; }

    public required Guid OpenedBy { get; set; }

    public required DateTimeOffset OpenedAt { get; set; }

    public DateTimeOffset? ClosedAt { get; set; }
}

/// <summary>A trace order, from its draft to the destruction of its results.</summary>
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

    /// <summary>When the order and its results stop being shown. They are destroyed within one hour of this time.</summary>
    public required DateTimeOffset ExpiresAt { get; set; }

    /// <summary>The index person, encrypted with the authority's own encryption key.</summary>
    public string? SealedPerson { get; set; }

    /// <summary>Reason for declining the order.</summary>
    public string Decision { get; set; } = "";

    /// <summary>The signed order (JWS). Set on approval.</summary>
    public string? Jws { get; set; }

    /// <summary>Reason why the register rejected the order: a <see cref="Contracts.Traces.TraceStart"/>.</summary>
    public string Refusal { get; set; } = "";

    /// <summary>The last progress that the register reported.</summary>
    public KnownProgress Progress { get; set; } = KnownProgress.None;

    /// <summary>Concurrency token. Incremented with each change.</summary>
    public int Version { get; set; }
}

/// <summary>The state of an order.</summary>
internal enum TraceOrderState
{
    /// <summary>Being drafted by the requesting official.</summary>
    Draft,

    /// <summary>Waiting for approval by another official.</summary>
    Submitted,

    /// <summary>Declined by an approver, who gave a reason.</summary>
    Declined,

    /// <summary>Signed, but not yet accepted by the register.</summary>
    Approved,

    /// <summary>The trace is running in the register.</summary>
    Running,

    /// <summary>All issuers have answered or refused.</summary>
    Completed,

    /// <summary>Cancelled by an official.</summary>
    Cancelled,

    /// <summary>Rejected by the register, which gave a reason.</summary>
    Refused,

    /// <summary>The trace found more contacts than the order allows. No identities were requested.</summary>
    TooManyContacts,

    /// <summary>Expired without any results.</summary>
    RanOut,

    /// <summary>The results were destroyed after four weeks. Only the counts remain.</summary>
    Destroyed,
}

/// <summary>One approval of an order.</summary>
internal sealed class ApprovalRow
{
    public required Guid OrderId { get; set; }

    public required Guid By { get; set; }

    public required DateTimeOffset At { get; set; }
}

/// <summary>A sealed part of a result, as received from the register.</summary>
internal sealed class SealRow
{
    /// <summary>The value of <see cref="Issuer"/> for the register's findings.</summary>
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

/// <summary>What officials know about calling a contact: status, assignee and note, encrypted.</summary>
internal sealed class FollowUpRow
{
    public required Guid OrderId { get; set; }

    /// <summary>One of the keys of the person's row in the line list.</summary>
    public required string Row { get; set; }

    /// <summary>Status, assignee and note, encrypted with the authority's own encryption key.</summary>
    public required string Sealed { get; set; }

    public required DateTimeOffset ChangedAt { get; set; }

    /// <summary>Concurrency token. Incremented with each change.</summary>
    public int Version { get; set; }
}

/// <summary>Records when an encryption key was in use. The key itself is stored in a file.</summary>
internal sealed class KeyRow
{
    public required string Thumbprint { get; set; }

    public required DateTimeOffset MadeAt { get; set; }

    public required DateTimeOffset LastUsedAt { get; set; }

    public DateTimeOffset? RetiredAt { get; set; }

    public DateTimeOffset? DestroyedAt { get; set; }
}

/// <summary>A signed chain head received from another party.</summary>
internal sealed class HeadRow
{
    public required string Side { get; set; }

    public required long Count { get; set; }

    public required string Jws { get; set; }

    public required DateTimeOffset At { get; set; }
}

/// <summary>One entry of the authority's audit log.</summary>
internal sealed class AuditRow
{
    public required long Number { get; set; }

    public required string Text { get; set; }

    public required string Hash { get; set; }

    public Guid? CaseId { get; set; }
}
