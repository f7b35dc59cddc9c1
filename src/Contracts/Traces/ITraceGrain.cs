namespace KiPass.Contracts.Traces;

/// <summary>
/// One trace (역학조사 추적) in the register, from an approved order to sealed results. Key <see cref="KeyOf"/>. What it gives out is sealed to
/// the authority; what it takes is an order that the authority signed: so it asks nobody who they are.
/// </summary>
[Alias("kipass.trace")]
public interface ITraceGrain : IGrainWithStringKey
{
    /// <summary>The key of an order's trace: <c>o:</c> and its id in 32 hexadecimal digits.</summary>
    static string KeyOf(Guid orderId) => $"o:{orderId:N}";

    /// <summary>Begins the trace of an order. Safe to repeat: a trace that has begun goes on, a cancelled one stays cancelled.</summary>
    /// <param name="order">The order's JWS, see <see cref="Tokens.Orders.TraceOrder"/>.</param>
    [Alias("Start"), ResponseTimeout("00:00:30")]
    ValueTask<TraceStart> Start(string order);

    /// <summary>How far it is; null when there is no such trace, or not any more.</summary>
    [Alias("Progress")]
    ValueTask<TraceProgress?> Progress();

    /// <summary>Ends it: nothing more is asked for, and what was found is dropped. False when there is no trace or it cannot be ended any more.</summary>
    [Alias("Cancel")]
    ValueTask<bool> Cancel();

    /// <summary>
    /// What was found, as far as the trace is: with an issuer that did not answer yet the result is partial and completed later. Null before the
    /// contacts are found, after a cancellation, and from four weeks after the start on.
    /// </summary>
    [Alias("Result"), ResponseTimeout("00:00:30")]
    ValueTask<TraceResult?> Result();
}

/// <summary>Whether a trace has begun, or why not. Every refusal stands in the register's audit log.</summary>
public enum TraceStart
{
    /// <summary>Begun, now or before.</summary>
    Begun = 0,

    /// <summary>Not an order at all.</summary>
    Malformed = 1,

    /// <summary>Not signed by the pinned authority, or the order of another trace.</summary>
    NotAuthentic = 2,

    /// <summary>Requested and approved by the same person.</summary>
    SelfApproved = 3,

    /// <summary>Days, validity or a limit out of range.</summary>
    OutOfBounds = 4,

    /// <summary>Its time has passed, or has not come yet.</summary>
    Expired = 5,

    /// <summary>The part for the register does not open with its key, or does not fit the order.</summary>
    PartUnreadable = 6,

    /// <summary>The facility is unknown, or lies outside the order's district.</summary>
    OutOfDistrict = 7,

    /// <summary>The database did not answer; repeat.</summary>
    Unavailable = 8,
}
