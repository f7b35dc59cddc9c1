using System.Text.Json;
using System.Text.Json.Serialization;
using KiPass.Tokens.Keys;

namespace KiPass.Tokens.Audit;

/// <summary>
/// The commands <c>audit heads</c> and <c>audit verify</c> of each domain's program. A program reads its own chain with its own credentials and
/// prints one line of JSON; <c>./kipass audit verify</c>, or the operators of three machines, exchange only these lines (<c>docs/adr/0007</c>).
/// </summary>
public static class ChainCheck
{
    /// <summary>Exit code for a chain that is not intact.</summary>
    public const int Broken = 1;

    private static readonly JsonSerializerOptions Json = new()
    {
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };

    /// <summary>Runs a command.</summary>
    /// <param name="verb"><c>heads</c> prints <see cref="PeerHeads"/>; <c>verify</c> reads a list of <see cref="WitnessHeads"/> and prints a <see cref="ChainReport"/>.</param>
    /// <param name="side">The party whose chain it is, as in <see cref="SignedHead"/>.</param>
    /// <param name="key">That party's public signing key.</param>
    /// <param name="records">The stored chain, by number.</param>
    /// <param name="input">The list of heads as JSON; empty for none.</param>
    /// <param name="output">Receives the line.</param>
    /// <param name="earlier">Earlier signing keys of that party, which signed heads that others still keep.</param>
    /// <returns>0, or <see cref="Broken"/>.</returns>
    /// <exception cref="InvalidDataException">Unknown command, or the input is not a list of heads.</exception>
    public static async Task<int> Run(
        string? verb,
        string side,
        EcJwk key,
        IAsyncEnumerable<AuditRecord> records,
        TextReader input,
        TextWriter output,
        IReadOnlyList<EcJwk>? earlier = null
    )
    {
        switch (verb)
        {
            case "heads":
                await output.WriteLineAsync(JsonSerializer.Serialize(await Kept(side, records), Json));
                return 0;
            case "verify":
                var report = await Verify(side, key, records, Parse(await input.ReadToEndAsync()), earlier);
                await output.WriteLineAsync(JsonSerializer.Serialize(report, Json));
                return report.Fault is null ? 0 : Broken;
            default:
                throw new InvalidDataException("audit: expected heads or verify.");
        }
    }

    /// <summary>Collects the heads of the other parties' chains that a chain contains: each fact whose name ends in <c>Head</c>.</summary>
    public static async Task<PeerHeads> Kept(string side, IAsyncEnumerable<AuditRecord> records)
    {
        var kept = new Dictionary<string, HashSet<string>>();
        await foreach (var record in records)
        {
            foreach (var head in AuditEntry.TryParse(record.Text)?.Facts.Where(IsHead).Select(fact => fact.Value) ?? [])
            {
                if (SignedHead.SideOf(head) is { } other && other != side)
                {
                    kept.TryAdd(other, []);
                    kept[other].Add(head);
                }
            }
        }
        return new PeerHeads(side, kept.ToDictionary(k => k.Key, k => (IReadOnlyList<string>)[.. k.Value]));
    }

    /// <summary>Verifies a chain from its first record to its last and compares it with the heads that other parties stored.</summary>
    public static async Task<ChainReport> Verify(
        string side,
        EcJwk key,
        IAsyncEnumerable<AuditRecord> records,
        IReadOnlyList<WitnessHeads> given,
        IReadOnlyList<EcJwk>? earlier = null
    )
    {
        IReadOnlyList<EcJwk> keys = [key, .. earlier ?? []];
        ChainHead? Signed(string jws) => keys.Select(one => SignedHead.Verify(jws, side, one)).FirstOrDefault(head => head is not null);
        var heads = given.SelectMany(g => g.Heads.Select(jws => (g.By, Head: Signed(jws)))).ToList();
        var signed = heads.Where(h => h.Head is not null).Select(h => (h.By, Head: h.Head!.Value)).ToList();
        var verifier = new ChainVerifier(signed.Select(h => h.Head));
        var entries = 0L;
        await foreach (var record in records)
        {
            entries++;
            verifier.Read(record);
        }
        verifier.Finish();
        var fault = verifier.Fault;
        IEnumerable<string> by = [];
        if (fault is { Kind: ChainFaultKind.OtherHead } other)
        {
            by = signed.Where(h => h.Head.Count == other.Number).Select(h => h.By);
        }
        else if (fault is { Kind: ChainFaultKind.Removed } removed && removed.Number == entries + 1)
        {
            by = signed.Where(h => h.Head.Count > entries).Select(h => h.By);
        }
        else if (fault is null && heads.Count > signed.Count)
        {
            fault = new ChainFault(0, ChainFaultKind.UnsignedHead);
            by = heads.Where(h => h.Head is null).Select(h => h.By);
        }
        return new ChainReport(
            side,
            entries,
            signed.Count,
            [.. signed.Select(h => h.By).Distinct().Order(StringComparer.Ordinal)],
            fault,
            [.. by.Distinct().Order(StringComparer.Ordinal)]
        );
    }

    private static bool IsHead(KeyValuePair<string, string> fact) => fact.Key.EndsWith("Head", StringComparison.Ordinal);

    private static List<WitnessHeads> Parse(string input)
    {
        try
        {
            return string.IsNullOrWhiteSpace(input) ? [] : JsonSerializer.Deserialize<List<WitnessHeads>>(input, Json) ?? [];
        }
        catch (JsonException e)
        {
            throw new InvalidDataException("audit verify: the heads are not JSON as audit heads prints it.", e);
        }
    }
}

/// <summary>The signed heads of the other parties' chains that a party stored.</summary>
/// <param name="By">The party that stored them: <c>register</c>, <c>authority</c>, or <c>issuer:</c> and its number.</param>
/// <param name="Of">The heads, by the party whose chain they belong to.</param>
public sealed record PeerHeads(
    [property: JsonPropertyName("by")] string By,
    [property: JsonPropertyName("of")] IReadOnlyDictionary<string, IReadOnlyList<string>> Of
);

/// <summary>Heads of one chain that another party (the witness) stored.</summary>
public sealed record WitnessHeads(
    [property: JsonPropertyName("by")] string By,
    [property: JsonPropertyName("heads")] IReadOnlyList<string> Heads
);

/// <summary>The result of verifying a chain.</summary>
/// <param name="Side">The party whose chain it is.</param>
/// <param name="Entries">Number of records in the store.</param>
/// <param name="Heads">Number of heads stored by other parties with a valid signature of the side.</param>
/// <param name="KeptBy">The parties that stored them.</param>
/// <param name="Fault">The first fault; null if the chain is intact.</param>
/// <param name="FaultBy">The parties whose heads show the fault, if heads do.</param>
public sealed record ChainReport(
    [property: JsonPropertyName("side")] string Side,
    [property: JsonPropertyName("entries")] long Entries,
    [property: JsonPropertyName("heads")] int Heads,
    [property: JsonPropertyName("keptBy")] IReadOnlyList<string> KeptBy,
    [property: JsonPropertyName("fault")] ChainFault? Fault,
    [property: JsonPropertyName("faultBy")] IReadOnlyList<string> FaultBy
);
