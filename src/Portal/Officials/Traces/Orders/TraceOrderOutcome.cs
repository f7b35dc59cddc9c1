using KiPass.Contracts.Access;

namespace KiPass.Portal.Officials.Traces.Orders;

/// <summary>How a step of an order ended. Every refusal stands in the audit log.</summary>
internal enum TraceOrderOutcome
{
    /// <summary>Done and stored.</summary>
    Done,

    /// <summary>Done, and one more official must approve.</summary>
    OneMoreApproval,

    /// <summary>No such order, or not of one's jurisdiction.</summary>
    NotFound,

    /// <summary>See the errors, each with its field.</summary>
    Invalid,

    /// <summary>Not possible as it stands: decided already, changed by somebody else meanwhile, or not a draft any more.</summary>
    Conflict,

    /// <summary>Only the official who wrote it may do this.</summary>
    NotYours,

    /// <summary>Nobody approves what they asked for themselves, nor twice.</summary>
    SelfApproved,

    /// <summary>One's role does not approve.</summary>
    NotAnApprover,

    /// <summary>The facility lies outside the case's district.</summary>
    OutOfDistrict,

    /// <summary>The days have moved out of the four weeks since it was written: a new one is needed.</summary>
    Outdated,

    /// <summary>The authority's keys or what it pinned of the others cannot be read: for the operator.</summary>
    KeysMissing,

    /// <summary>The register did not answer; repeat.</summary>
    Unavailable,
}

/// <summary>How a step of an order ended.</summary>
/// <param name="Answer">The outcome.</param>
/// <param name="Errors">With <see cref="TraceOrderOutcome.Invalid"/>: at least one.</param>
/// <param name="OrderId">The order, when there is one.</param>
internal sealed record TraceOrderResult(TraceOrderOutcome Answer, IReadOnlyList<FieldError> Errors, Guid OrderId = default)
{
    public static implicit operator TraceOrderResult(TraceOrderOutcome answer) => new(answer, []);

    public static TraceOrderResult Done(Guid orderId) => new(TraceOrderOutcome.Done, [], orderId);
}
