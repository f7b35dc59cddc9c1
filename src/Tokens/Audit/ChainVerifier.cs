using System.Text.Json.Serialization;

namespace KiPass.Tokens.Audit;

/// <summary>
/// Reads a chain from its first record to its last and says whether anything was changed, removed or reordered. What was cut off the end, or a
/// chain written anew from some point, shows only against heads that were kept elsewhere: give those too.
/// </summary>
/// <param name="knownHeads">Heads of this chain that others kept, from <see cref="SignedHead.Verify"/>; any number, any order.</param>
public sealed class ChainVerifier(params IEnumerable<ChainHead> knownHeads)
{
    private readonly ILookup<long, string> known = knownHeads.ToLookup(h => h.Count, h => h.Hash);
    private readonly long furthestKnown = knownHeads.Select(h => h.Count).DefaultIfEmpty(0).Max();

    /// <summary>The head after the records read so far.</summary>
    public ChainHead Head { get; private set; } = ChainHead.Empty;

    /// <summary>The first fault found; reading on is of no use then.</summary>
    public ChainFault? Fault { get; private set; }

    /// <summary>Reads the next record as stored.</summary>
    /// <returns>Whether the chain is whole up to here.</returns>
    public bool Read(AuditRecord record)
    {
        if (Fault is null)
        {
            Fault = Judge(record) is { } kind ? new ChainFault(Head.Count + 1, kind) : null;
            Head = ChainHead.After(record);
        }
        return Fault is null;
    }

    /// <summary>Says that there are no more records.</summary>
    /// <returns>Whether the chain is whole.</returns>
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

    private ChainFaultKind? Judge(AuditRecord record) =>
        record.Number != Head.Count + 1 ? ChainFaultKind.Removed
        : record.Hash != AuditChain.HashAfter(Head.Hash, record.Text) ? ChainFaultKind.Changed
        : AuditEntry.TryParse(record.Text)?.Number != record.Number ? ChainFaultKind.Changed
        : known[record.Number].Any(h => h != record.Hash) ? ChainFaultKind.OtherHead
        : null;
}

/// <summary>Where a chain breaks: the number of the entry that should have stood there, and how.</summary>
public readonly record struct ChainFault(long Number, ChainFaultKind Kind);

/// <summary>How a chain breaks.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ChainFaultKind>))]
public enum ChainFaultKind
{
    /// <summary>The entry's text or hash, or an earlier one's, is not what was appended.</summary>
    Changed,

    /// <summary>The entry is missing here: removed, or moved elsewhere.</summary>
    Removed,

    /// <summary>The chain is whole but not the one whose head was given to others: it was written anew.</summary>
    OtherHead,

    /// <summary>
    /// Another side kept a head that this side's key did not sign: the key was exchanged, or the other side made the head up. Both want a person.
    /// </summary>
    UnsignedHead,
}
