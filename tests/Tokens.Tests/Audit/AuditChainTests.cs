using System.Security.Cryptography;
using System.Text;
using CsCheck;
using KiPass.Tokens.Audit;
using KiPass.Tokens.Keys;

namespace KiPass.Tokens.Tests.Audit;

public sealed class AuditChainTests
{
    private static readonly DateTimeOffset Noon = new(2020, 6, 12, 12, 0, 0, 0, KoreanDay.Offset);

    [Fact]
    public void An_entry_has_one_encoding_and_its_hash_covers_the_previous_hash()
    {
        var record = AuditChain.Append(
            ChainHead.Empty,
            Noon.AddMicroseconds(123_999),
            "파기",
            new("visits", "12"),
            new("rule", "28 × 24 h")
        );
        Assert.Equal("""{"n":1,"at":"2020-06-12T03:00:00.123Z","kind":"파기","facts":{"rule":"28 × 24 h","visits":"12"}}""", record.Text);
        Assert.Equal(Base64Url.Encode(SHA256.HashData([.. new byte[32], .. Encoding.UTF8.GetBytes(record.Text)])), record.Hash);

        var second = AuditChain.Append(ChainHead.After(record), Noon, "x");
        Base64Url.TryDecode(record.Hash, out var first);
        Assert.Equal(Base64Url.Encode(SHA256.HashData([.. first, .. Encoding.UTF8.GetBytes(second.Text)])), second.Hash);
        Assert.Equal(2, second.Number);
    }

    [Fact]
    public void Any_entry_round_trips() =>
        Gen.Select(Gen.String[0, 50], Gen.Dictionary(Gen.String[0, 20], Gen.String[0, 50])[0, 5], Gen.DateTime)
            .Where(e => e.Item1.IsNormalizedUtf16() && e.Item2.All(f => f.Key.IsNormalizedUtf16() && f.Value.IsNormalizedUtf16()))
            .Sample(
                (kind, facts, at) =>
                {
                    var entry = AuditChain
                        .Append(new ChainHead(6, ChainHead.Empty.Hash), new DateTimeOffset(at.Ticks, TimeSpan.Zero), kind, facts)
                        .Entry;
                    Assert.Equal((7, kind), (entry.Number, entry.Kind));
                    Assert.Equal(facts, entry.Facts);
                    Assert.InRange(at.Ticks - entry.At.Ticks, 0, TimeSpan.TicksPerMillisecond - 1);
                }
            );

    [Fact]
    public void An_untouched_chain_is_intact()
    {
        var chain = Chain(20);
        Assert.Null(Verify(chain));
        Assert.Null(Verify(chain, ChainHead.Empty, ChainHead.After(chain[0]), ChainHead.After(chain[19])));
        Assert.Null(Verify([]));
    }

    [Fact]
    public void Detects_a_modified_entry_at_its_position() =>
        Gen.Select(Gen.Int[0, 19], Gen.Int[0, 3])
            .Sample(
                (at, how) =>
                {
                    var chain = Chain(20);
                    var old = chain[at];
                    chain[at] = how switch
                    {
                        0 => old with { Text = old.Text.Replace("count", "Count", StringComparison.Ordinal) },
                        1 => old with { Text = old.Text + " " },
                        2 => old with { Hash = Base64Url.Encode(RandomNumberGenerator.GetBytes(32)) },
                        _ => AuditChain.Append(at == 0 ? ChainHead.Empty : ChainHead.After(chain[at - 1]), Noon, "another"),
                    };
                    var fault = Verify(chain, ChainHead.After(Chain(20)[19]));
                    // An entry replaced together with its hash shows at the next one, or at the head that others kept.
                    Assert.Equal(how == 3 ? (at == 19 ? 20 : at + 2) : at + 1, fault!.Value.Number);
                }
            );

    [Fact]
    public void Detects_a_removed_entry() =>
        Gen.Int[0, 19]
            .Sample(at =>
            {
                var chain = Chain(20);
                var kept = ChainHead.After(chain[19]);
                chain.RemoveAt(at);
                Assert.Equal(new ChainFault(at + 1, ChainFaultKind.Removed), Verify(chain, kept));
            });

    [Fact]
    public void Detects_entries_renumbered_after_a_removal()
    {
        var chain = Chain(5);
        chain.RemoveAt(2);
        Assert.Equal(new ChainFault(3, ChainFaultKind.Changed), Verify([.. chain.Select((r, i) => r with { Number = i + 1 })]));
    }

    [Fact]
    public void Detects_two_swapped_entries() =>
        Gen.Select(Gen.Int[0, 19], Gen.Int[0, 19])
            .Where((a, b) => a < b)
            .Sample(
                (a, b) =>
                {
                    var chain = Chain(20);
                    (chain[a], chain[b]) = (chain[b], chain[a]);
                    Assert.Equal(a + 1, Verify(chain)!.Value.Number);
                }
            );

    [Fact]
    public void A_witness_head_reveals_a_truncated_or_rewritten_chain()
    {
        var kept = ChainHead.After(Chain(20)[9]);
        Assert.Null(Verify(Chain(9)));
        Assert.Equal(new ChainFault(10, ChainFaultKind.Removed), Verify(Chain(9), kept));
        Assert.Equal(new ChainFault(1, ChainFaultKind.Removed), Verify([], kept));
        Assert.Equal(new ChainFault(10, ChainFaultKind.OtherHead), Verify(Chain(20, "rewritten"), kept));
    }

    [Fact]
    public void Rejects_a_hash_consistent_chain_of_invalid_entries()
    {
        const string text = """{"n":1, "at":"2020-06-12T03:00:00.123Z","kind":"x","facts":{}}""";
        var forged = new AuditRecord(1, text, AuditChain.HashAfter(ChainHead.Empty.Hash, text));
        Assert.Equal(new ChainFault(1, ChainFaultKind.Changed), Verify([forged]));
    }

    [Fact]
    public void Duplicate_or_too_long_facts_are_refused()
    {
        Assert.Throws<ArgumentException>(() => AuditChain.Append(ChainHead.Empty, Noon, "x", new("a", "1"), new("a", "2")));
        Assert.Throws<ArgumentOutOfRangeException>(() =>
            AuditChain.Append(ChainHead.Empty, Noon, "x", new KeyValuePair<string, string>("a", new string('1', 1001)))
        );
    }

    private static List<AuditRecord> Chain(int length, string kind = "disclosed")
    {
        var chain = new List<AuditRecord>();
        var head = ChainHead.Empty;
        for (var i = 0; i < length; i++)
        {
            chain.Add(AuditChain.Append(head, Noon.AddMinutes(i), kind, new KeyValuePair<string, string>("count", $"{i}")));
            head = ChainHead.After(chain[^1]);
        }
        return chain;
    }

    private static ChainFault? Verify(IEnumerable<AuditRecord> chain, params ChainHead[] known)
    {
        var verifier = new ChainVerifier(known);
        foreach (var record in chain)
        {
            verifier.Read(record);
        }
        verifier.Finish();
        return verifier.Fault;
    }
}

internal static class Utf16
{
    /// <summary>Whether text survives UTF-8, which has no lone surrogates.</summary>
    public static bool IsNormalizedUtf16(this string text) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text)) == text;
}
