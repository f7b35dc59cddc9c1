using KiPass.Contracts.Access;

namespace KiPass.Portal.Officials.Traces.Orders;

/// <summary>Outcome of a step of an order. The audit log records every refusal.</summary>
internal enum TraceOrderOutcome
{
    /// <summary>Completed and stored.</summary>
    Done,

    /// <summary>Completed, but one more official must approve.</summary>
    OneMoreApproval,

    /// <summary>The order does not exist or belongs to another jurisdiction.</summary>
    NotFound,

    /// <summary>Validation failed. Each error names its field.</summary>
    Invalid,

    /// <summary>The order's state does not allow the step: it was already decided, changed concurrently, or is no longer a draft.</summary>
    Conflict,

    /// <summary>Only the official who wrote the order may do this.</summary>
    NotYours,

    /// <summary>Officials cannot approve their own orders, or approve an order twice.</summary>
    SelfApproved,

    /// <summary>
    /// The approver is the same person as the requester or an earlier approver: same phone number, same mailbox or same browser.
    /// </summary>
    SamePerson,

    /// <summary>The official's role may not approve orders.</summary>
    NotAnApprover,

    /// <summary>The facility is outside the district of the case.</summary>
    OutOfDistrict,

    /// <summary>The requested days are now more than four weeks ago. A new order is required.</summary>
    Outdated,

    /// <summary>The authority's keys or its trust files cannot be read. An operator must fix this.</summary>
    KeysMissing,

    /// <summary>The register did not answer. The step can be retried.</summary>
    Unavailable,

    /// <summary>The register cannot ask this issuer again: it has answered, the order has expired, or another issuer is being asked.</summary>
    NotAskedAgain,
}

/// <summary>Result of a step of an order.</summary>
/// <param name="Answer">The outcome.</param>
/// <param name="Errors">Validation errors; at least one for <see cref="TraceOrderOutcome.Invalid"/>.</param>
/// <param name="OrderId">The order; null if there is none.</param>
internal sealed record TraceOrderResult(TraceOrderOutcome Answer, IReadOnlyList<FieldError> Errors, Guid OrderId = default)
{
    public static implicit operator TraceOrderResult(TraceOrderOutcome answer) => new(answer, []);

    public static TraceOrderResult Done(Guid orderId) => new(TraceOrderOutcome.Done, [], orderId);
}
