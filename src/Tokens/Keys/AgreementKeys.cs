using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace KiPass.Tokens.Keys;

/// <summary>An agreement key and the first Korean day on which it is used.</summary>
public sealed record DatedKey(
    [property: JsonPropertyName("fromDay"), JsonConverter(typeof(KoreanDayJson))] KoreanDay FromDay,
    [property: JsonPropertyName("key")] EcJwk Key
);

/// <summary>
/// A party's agreement keys (P-256), which change only at midnight in Korea. In JSON: one JWK for every day, or a list of
/// <c>{"fromDay":"2020-06-10","key":JWK}</c>. A key is used from its day until the day of the next key.
/// </summary>
[JsonConverter(typeof(AgreementKeysJson))]
public sealed class AgreementKeys
{
    private readonly ConcurrentDictionary<(string Own, string Peer), byte[]> secrets = new();

    /// <summary>Keys in any order; at least one, days distinct.</summary>
    /// <exception cref="CryptographicException">A key is not a valid P-256 key.</exception>
    public AgreementKeys(IEnumerable<DatedKey> keys)
    {
        Keys = [.. keys.OrderBy(k => k?.FromDay)];
        if (Keys.Count == 0 || Keys.Contains(null!) || Keys.Select(k => k.FromDay).Distinct().Count() != Keys.Count)
        {
            throw new CryptographicException("Agreement keys must have at least one key, and at most one key per day.");
        }
        foreach (var key in Keys)
        {
            key.Key.ToParameters();
        }
    }

    /// <summary>One key for every day.</summary>
    public AgreementKeys(EcJwk key)
        : this([new DatedKey(default, key)]) { }

    /// <summary>The keys by day, oldest first.</summary>
    public IReadOnlyList<DatedKey> Keys { get; }

    /// <summary>The key used on a day; null before the day of the first key.</summary>
    public EcJwk? On(KoreanDay day) => Keys.LastOrDefault(k => k.FromDay <= day)?.Key;

    /// <summary>The same keys without private parts.</summary>
    public AgreementKeys Public() => new(Keys.Select(k => k with { Key = k.Key.Public() }));

    /// <summary>The raw ECDH secret (x coordinate, 32 bytes) with a peer's key of that day; null when either has none. Cached by key pair.</summary>
    internal byte[]? SharedSecretWith(AgreementKeys peer, KoreanDay day)
    {
        if (On(day) is not { } own || peer.On(day) is not { } other)
        {
            return null;
        }
        return secrets.GetOrAdd((own.Thumbprint, other.Thumbprint), _ => Agree(own, other));
    }

    private static byte[] Agree(EcJwk own, EcJwk other)
    {
        using var mine = ECDiffieHellman.Create(own.ToParameters());
        using var theirs = ECDiffieHellman.Create(other.Public().ToParameters());
        return mine.DeriveRawSecretAgreement(theirs.PublicKey);
    }
}

/// <summary>Reads one JWK or a list with dates; writes one JWK if there is a single key without a date, otherwise a list.</summary>
internal sealed class AgreementKeysJson : JsonConverter<AgreementKeys>
{
    public override AgreementKeys Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        try
        {
            return reader.TokenType == JsonTokenType.StartArray
                ? new AgreementKeys(JsonSerializer.Deserialize<List<DatedKey>>(ref reader, options)!)
                : new AgreementKeys(JsonSerializer.Deserialize<EcJwk>(ref reader, options)!);
        }
        catch (CryptographicException e)
        {
            throw new JsonException(e.Message, e);
        }
    }

    public override void Write(Utf8JsonWriter writer, AgreementKeys value, JsonSerializerOptions options)
    {
        if (value.Keys is [{ FromDay.Number: 0, Key: var only }])
        {
            JsonSerializer.Serialize(writer, only, options);
        }
        else
        {
            JsonSerializer.Serialize(writer, value.Keys, options);
        }
    }
}
