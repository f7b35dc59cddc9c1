using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using KiPass.Tokens.Keys;

namespace KiPass.Tokens.Jose;

/// <summary>
/// Signed claims: JWS compact (RFC 7515), ES256 only. The header is exactly <c>{"alg":"ES256","typ":…}</c>: no other algorithm, no key or
/// critical extension named by the sender (RFC 8725). Which key must have signed is the reader's decision, never the message's.
/// </summary>
internal static class Jws
{
    private const int SignatureSize = 64;

    public static string Sign<T>(T claims, string type, ISigningKey key)
    {
        var header = Encoding.UTF8.GetBytes($$"""{"alg":"ES256","typ":"{{type}}"}""");
        var input = Base64Url.Encode(header) + "." + Base64Url.Encode(JsonSerializer.SerializeToUtf8Bytes(claims, JoseJson.Options));
        return input + "." + Base64Url.Encode(key.Sign(Encoding.ASCII.GetBytes(input)));
    }

    /// <summary>
    /// Reads the claims that the key signed under this type. Never throws, whatever the text. A header without <c>typ</c> is let in only where
    /// the format names none.
    /// </summary>
    public static JwsVerdict Verify<T>(string? text, string type, EcJwk key, int mostCharacters, out T? claims, bool typeIsOptional = false)
        where T : class
    {
        claims = null;
        if (JoseJson.Split(text, 3, mostCharacters) is not { } parts || JoseJson.Members(parts[0]) is not { } header)
        {
            return JwsVerdict.Malformed;
        }
        if (!IsOurs(header, type, typeIsOptional) || parts[2].Length != SignatureSize || !IsSignedBy(key, text!, parts[2]))
        {
            return JwsVerdict.NotAuthentic;
        }
        claims = JoseJson.Parse<T>(parts[1]);
        return claims is null ? JwsVerdict.Malformed : JwsVerdict.Verified;
    }

    private static bool IsOurs(Dictionary<string, string> header, string type, bool typeIsOptional) =>
        header.GetValueOrDefault("alg") == "\"ES256\""
        && (header.TryGetValue("typ", out var found) ? found == $"\"{type}\"" && header.Count == 2 : typeIsOptional && header.Count == 1);

    private static bool IsSignedBy(EcJwk key, string text, byte[] signature)
    {
        using var verifier = ECDsa.Create(key.Public().ToParameters());
        var input = Encoding.ASCII.GetBytes(text[..text.LastIndexOf('.')]);
        return verifier.VerifyData(input, signature, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
    }
}

/// <summary>What reading a JWS found.</summary>
internal enum JwsVerdict
{
    Verified,

    /// <summary>Not a compact JWS, or signed claims that are not of this type's form.</summary>
    Malformed,

    /// <summary>Another algorithm, type or key, or altered.</summary>
    NotAuthentic,
}
