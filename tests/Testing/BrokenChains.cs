using KiPass.Tokens.Audit;
using KiPass.Tokens.Jose;

namespace KiPass.Testing;

/// <summary>Changes that an attacker with database access can make to an audit chain, and the expected verification results.</summary>
public static class BrokenChains
{
    /// <summary>Number of entries that a chain needs for all cases.</summary>
    public const int Entries = 6;

    /// <summary>
    /// Each case: its name, the changed chain, the expected position, and the expected holder of the chain head that reveals it.
    /// </summary>
    public static IEnumerable<(string How, IReadOnlyList<AuditRecord> Chain, ChainFault Fault, string[] By)> Of(
        IReadOnlyList<AuditRecord> whole
    )
    {
        var changed = whole[1] with { Text = whole[1].Text.Replace("\"facts\":{", "\"facts\":{ ", StringComparison.Ordinal) };
        yield return ("changed", Put(whole, 1, changed), new ChainFault(2, ChainFaultKind.Changed), []);

        var fitting = AuditChain.Append(ChainHead.After(whole[0]), whole[1].Entry.At, "something-else");
        yield return ("changed with its hash", Put(whole, 1, fitting), new ChainFault(3, ChainFaultKind.Changed), []);

        yield return ("removed", [.. whole.Where(r => r.Number != 3)], new ChainFault(3, ChainFaultKind.Removed), []);

        AuditRecord[] closed = [.. whole.Where(r => r.Number != 3).Select((r, i) => r with { Number = i + 1 })];
        yield return ("removed and renumbered", closed, new ChainFault(3, ChainFaultKind.Changed), []);

        var swapped = Put(Put(whole, 1, whole[2] with { Number = 2 }), 2, whole[1] with { Number = 3 });
        yield return ("reordered", swapped, new ChainFault(2, ChainFaultKind.Changed), []);

        yield return ("put before the first", [whole[0] with { Number = 0 }, .. whole], new ChainFault(1, ChainFaultKind.Removed), []);

        yield return ("cut off", [.. whole.Take(4)], new ChainFault(5, ChainFaultKind.Removed), ["second"]);

        yield return ("emptied", [], new ChainFault(1, ChainFaultKind.Removed), ["first", "second"]);

        yield return ("rewritten", Anew(whole), new ChainFault(3, ChainFaultKind.OtherHead), ["first"]);
    }

    /// <summary>Heads of an intact chain received by two other parties: after the third entry and after the last.</summary>
    public static IReadOnlyList<WitnessHeads> Kept(IReadOnlyList<AuditRecord> whole, string side, ISigningKey key) =>
        [
            new WitnessHeads("first", [SignedHead.Sign(ChainHead.After(whole[2]), side, whole[2].Entry.At, key)]),
            new WitnessHeads("second", [SignedHead.Sign(ChainHead.After(whole[^1]), side, whole[^1].Entry.At, key)]),
        ];

    private static AuditRecord[] Put(IReadOnlyList<AuditRecord> chain, int at, AuditRecord record) =>
        [.. chain.Select((old, i) => i == at ? record : old)];

    private static List<AuditRecord> Anew(IReadOnlyList<AuditRecord> whole)
    {
        var chain = new List<AuditRecord> { whole[0] };
        foreach (var old in whole.Skip(1))
        {
            chain.Add(AuditChain.Append(ChainHead.After(chain[^1]), old.Entry.At, "nothing-to-see"));
        }
        return chain;
    }
}
