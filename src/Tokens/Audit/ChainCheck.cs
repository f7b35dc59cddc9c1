using System.Text.Json;
using System.Text.Json.Serialization;
using KiPass.Tokens.Keys;

namespace KiPass.Tokens.Audit;

/// <summary>
/// The verbs <c>audit heads</c> and <c>audit verify</c> of a domain's program: each reads its own chain with its own credentials and says what it
/// found as one line of JSON, so that <c>./kipass audit verify</c>, or operators of three machines, need to carry only those lines
/// (<c>docs/adr/0007</c>).
/// </summary>
public static class ChainCheck
{
    /// <summary>Exit code when the chain is broken.</summary>
    public const int Broken = 1;

    private static readonly JsonSerializerOptions Json = new()
    {
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };

    /// <summary>Runs a verb.</summary>
    /// <param name="verb"><c>heads</c> prints <see cref="HeadsKept"/>; <c>verify</c> reads a list of <see cref="HeadsGiven"/> and prints a <see cref="ChainReport"/>.</param>
    /// <param name="side">Whose chain it is, as in <see cref="SignedHead"/>.</param>
    /// <param name="key">The side's own signing key, public.</param>
    /// <param name="records">The chain as it lies in the store, by number.</param>
    /// <param name="input">The list of heads; empty or at its end: none.</param>
    /// <param name="output">Where the line goes.</param>
    /// <returns>0, or <see cref="Broken"/>.</returns>
    /// <exception cref="InvalidDataException">The verb or the input is not one of these.</exception>
    public static async Task<int> Run(
        string? verb,
        string side,
        EcJwk key,
        IAsyncEnumerable<AuditRecord> records,
        TextReader input,
        TextWriter output
    )
    {
        switch (verb)
        {
            case "heads":
                await output.WriteLineAsync(JsonSerializer.Serialize(await Kept(side, records), Json));
                return 0;
            case "verify":
                var report = await Verify(side, key, records, Parse(await input.ReadToEndAsync()));
                await output.WriteLineAsync(JsonSerializer.Serialize(report, Json));
                return report.Fault is null ? 0 : Broken;
            default:
                throw new InvalidDataException("audit: say heads or verify.");
        }
    }

    /// <summary>The heads of other sides' chains that a chain keeps: each fact whose name ends in <c>Head</c>.</summary>
    public static async Task<HeadsKept> Kept(string side, IAsyncEnumerable<AuditRecord> records)
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
        return new HeadsKept(side, kept.ToDictionary(k => k.Key, k => (IReadOnlyList<string>)[.. k.Value]));
    }

    /// <summary>Reads a chain from its first record to its last and compares it with the heads that others kept of it.</summary>
    public static async Task<ChainReport> Verify(
        string side,
        EcJwk key,
        IAsyncEnumerable<AuditRecord> records,
        IReadOnlyList<HeadsGiven> given
    )
    {
        var heads = given.SelectMany(g => g.Heads.Select(jws => (g.By, Head: SignedHead.Verify(jws, side, key)))).ToList();
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

    private static List<HeadsGiven> Parse(string input)
    {
        try
        {
            return string.IsNullOrWhiteSpace(input) ? [] : JsonSerializer.Deserialize<List<HeadsGiven>>(input, Json) ?? [];
        }
        catch (JsonException e)
        {
            throw new InvalidDataException("audit verify: the heads are not JSON as audit heads prints it.", e);
        }
    }
}

/// <summary>The signed heads of other sides' chains that a side kept.</summary>
/// <param name="By">Who kept them: <c>register</c>, <c>authority</c>, or <c>issuer:</c> and its number.</param>
/// <param name="Of">The heads, by the side whose chain they end.</param>
public sealed record HeadsKept(
    [property: JsonPropertyName("by")] string By,
    [property: JsonPropertyName("of")] IReadOnlyDictionary<string, IReadOnlyList<string>> Of
);

/// <summary>Heads of one chain that another side kept.</summary>
public sealed record HeadsGiven(
    [property: JsonPropertyName("by")] string By,
    [property: JsonPropertyName("heads")] IReadOnlyList<string> Heads
);

/// <summary>What verifying a chain found.</summary>
/// <param name="Side">Whose chain.</param>
/// <param name="Entries">Records in the store.</param>
/// <param name="Heads">Heads kept by others that bear the side's signature.</param>
/// <param name="KeptBy">Who kept them.</param>
/// <param name="Fault">Where and how the chain breaks; null: whole.</param>
/// <param name="FaultBy">Whose head shows the fault, when a head does.</param>
public sealed record ChainReport(
    [property: JsonPropertyName("side")] string Side,
    [property: JsonPropertyName("entries")] long Entries,
    [property: JsonPropertyName("heads")] int Heads,
    [property: JsonPropertyName("keptBy")] IReadOnlyList<string> KeptBy,
    [property: JsonPropertyName("fault")] ChainFault? Fault,
    [property: JsonPropertyName("faultBy")] IReadOnlyList<string> FaultBy
);
