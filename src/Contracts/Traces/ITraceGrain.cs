using KiPass.Contracts.Access;

namespace KiPass.Contracts.Traces;

/// <summary>
/// One trace (역학조사 추적) in the register, from an approved order to sealed results. Key <see cref="KeyOf"/>. It needs no caller: it accepts
/// only orders signed by the authority and returns only results sealed to it.
/// </summary>
[Alias("kipass.trace"), IdKey("o:")]
public interface ITraceGrain : IGrainWithStringKey
{
    /// <summary>The key of an order's trace: <c>o:</c> and its id in 32 hexadecimal digits.</summary>
    static string KeyOf(Guid orderId) => $"o:{orderId:N}";

    /// <summary>Starts the trace of an order. Idempotent: a trace that was started continues, a cancelled one stays cancelled.</summary>
    /// <param name="order">The order's JWS, see <see cref="Tokens.Orders.TraceOrder"/>.</param>
    [Alias("Start"), ResponseTimeout("00:00:30")]
    [OpenTo(CallerRole.AuthorityPortal)]
    ValueTask<TraceStart> Start(string order);

    /// <summary>The progress; null when there is no such trace or it has been destroyed.</summary>
    [Alias("Progress")]
    [OpenTo(CallerRole.AuthorityPortal)]
    ValueTask<TraceProgress?> Progress();

    /// <summary>Cancels the trace and deletes its results. False when there is no such trace or it has already ended.</summary>
    [Alias("Cancel")]
    [OpenTo(CallerRole.AuthorityPortal)]
    ValueTask<bool> Cancel();

    /// <summary>
    /// Asks an issuer again whose answer is missing, while the order is valid. The trace then continues; otherwise its result is the same.
    /// Idempotent while the issuer is being asked.
    /// </summary>
    /// <returns>
    /// False when there is no such trace, it was cancelled, this issuer has answered, the order has expired, or the register is busy.
    /// </returns>
    [Alias("AskAgain")]
    [OpenTo(CallerRole.AuthorityPortal)]
    ValueTask<bool> AskAgain(ushort issuer);

    /// <summary>
    /// The results so far. If an issuer has not answered yet, they are partial and completed later. Null before the contacts are found,
    /// after a cancellation, and from four weeks after the start.
    /// </summary>
    [Alias("Result"), ResponseTimeout("00:00:30")]
    [OpenTo(CallerRole.AuthorityPortal)]
    ValueTask<TraceResult?> Result();
}

/// <summary>Whether a trace was started, or why not. Every refusal is recorded in the register's audit log.</summary>
public enum TraceStart
{
    /// <summary>Started, now or earlier.</summary>
    Begun = 0,

    /// <summary>Not a well-formed order.</summary>
    Malformed = 1,

    /// <summary>Not signed by the pinned authority, or the order of another trace.</summary>
    NotAuthentic = 2,

    /// <summary>Requested and approved by the same person.</summary>
    SelfApproved = 3,

    /// <summary>Days, validity or a limit out of range.</summary>
    OutOfBounds = 4,

    /// <summary>Expired or not yet valid.</summary>
    Expired = 5,

    /// <summary>The register's part cannot be opened with its key, or does not match the order.</summary>
    PartUnreadable = 6,

    /// <summary>The facility is unknown, or is outside the order's district.</summary>
    OutOfDistrict = 7,

    /// <summary>The database did not answer; repeat.</summary>
    Unavailable = 8,
}
