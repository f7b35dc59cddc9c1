using System.Text.Json.Serialization;

namespace KiPass.Tokens.Audit;

/// <summary>
/// Verifies a chain from its first record to its last: no entry was changed, removed or moved. A chain that was cut off at its end, or rewritten
/// from some entry on, can be detected only with heads that other parties stored.
/// </summary>
/// <param name="knownHeads">Heads of this chain that other parties stored, from <see cref="SignedHead.Verify"/>, in any order.</param>
public sealed class ChainVerifier(params IEnumerable<ChainHead> knownHeads)
{
    private readonly ILookup<long, string> known = knownHeads.ToLookup(h => h.Count, h => h.Hash);
    private readonly long furthestKnown = knownHeads.Select(h => h.Count).DefaultIfEmpty(0).Max();

    /// <summary>The head after the records read so far.</summary>
    public ChainHead Head { get; private set; } = ChainHead.Empty;

    /// <summary>The first fault found; later records are not checked.</summary>
    public ChainFault? Fault { get; private set; }

    /// <summary>Reads the next record as stored.</summary>
    /// <returns>Whether the chain is intact so far.</returns>
    public bool Read(AuditRecord record)
    {
        if (Fault is null)
        {
            Fault = FaultOf(record) is { } kind ? new ChainFault(Head.Count + 1, kind) : null;
            Head = ChainHead.After(record);
        }
        return Fault is null;
    }

    /// <summary>Completes the verification after the last record.</summary>
    /// <returns>Whether the chain is intact.</returns>
    public bool Finish()
    {
        if (Fault is null && known[0].Any(h => h != ChainHead.Empty.Hash))
        {
            Fault = new ChainFault(0, ChainFaultKind.OtherHead);
        }
        if (Fault is null && Head.Count < furthestKnown)
        {
            Fault = new ChainFault(Head.Count + 1, ChainFaultKind.Removed);
        }
        return Fault is null;
    }

    private ChainFaultKind? FaultOf(AuditRecord record) =>
        record.Number != Head.Count + 1 ? ChainFaultKind.Removed
        : record.Hash != AuditChain.HashAfter(Head.Hash, record.Text) ? ChainFaultKind.Changed
        : AuditEntry.TryParse(record.Text)?.Number != record.Number ? ChainFaultKind.Changed
        : known[record.Number].Any(h => h != record.Hash) ? ChainFaultKind.OtherHead
        : null;
}

/// <summary>The number of the first entry that is wrong or missing, and what is wrong.</summary>
public readonly record struct ChainFault(long Number, ChainFaultKind Kind);

/// <summary>The kinds of fault in a chain.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ChainFaultKind>))]
public enum ChainFaultKind
{
    /// <summary>The text or hash of this entry or an earlier one differs from what was appended.</summary>
    Changed,

    /// <summary>The entry is missing at this position: it was removed or moved.</summary>
    Removed,

    /// <summary>The chain is intact, but it is not the chain whose head other parties stored: it was rewritten.</summary>
    OtherHead,

    /// <summary>
    /// Another party stored a head that this side's key did not sign: the key was replaced, or the other party invented the head. A person must
    /// find out which.
    /// </summary>
    UnsignedHead,
}
