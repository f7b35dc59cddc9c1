using System.Security.Cryptography;
using System.Text.Json;
using KiPass.Tokens.Keys;

namespace KiPass.Tokens.Jose;

/// <summary>
/// Signed claims: JWS compact (RFC 7515), ES256, within <see cref="JoseProfile"/>. The caller says which key must have signed; a message never
/// names its own key (RFC 8725).
/// </summary>
internal static class Jws
{
    public static string Sign<T>(T claims, string type, ISigningKey key) =>
        global::Jose.JWT.EncodeBytes(
            JsonSerializer.SerializeToUtf8Bytes(claims, JoseJson.Options),
            key,
            JoseProfile.Signature,
            new Dictionary<string, object> { ["typ"] = type },
            JoseProfile.Settings
        );

    /// <summary>
    /// Reads the claims that the key signed under this type. No text makes it throw. A header without <c>typ</c> is accepted only where the
    /// format names no type.
    /// </summary>
    public static JwsVerdict Verify<T>(string? text, string type, EcJwk key, int maxCharacters, out T? claims, bool typeIsOptional = false)
        where T : class
    {
        claims = null;
        if (CompactText.Read(text, 3, maxCharacters) is not { } parts || JoseProfile.Members(parts.Part(0)) is not { } header)
        {
            return JwsVerdict.Malformed;
        }
        if (!JoseProfile.AllowsSigned(header, parts.Part(2), type, typeIsOptional) || Payload(text!, key) is not { } payload)
        {
            return JwsVerdict.NotAuthentic;
        }
        claims = JoseJson.Parse<T>(payload);
        return claims is null ? JwsVerdict.Malformed : JwsVerdict.Verified;
    }

    /// <summary>Signs bytes and names the key in <c>kid</c>.</summary>
    public static string Sign(ReadOnlySpan<byte> payload, string type, string keyId, ISigningKey key) =>
        global::Jose.JWT.EncodeBytes(
            payload.ToArray(),
            key,
            JoseProfile.Signature,
            new Dictionary<string, object> { ["typ"] = type, ["kid"] = keyId },
            JoseProfile.Settings
        );

    /// <summary>Whether the key signed this text under this type and key id. No text makes it throw.</summary>
    public static bool IsSigned(string text, string type, string keyId, EcJwk key, int maxCharacters) =>
        CompactText.Read(text, 3, maxCharacters) is { } parts
        && JoseProfile.Members(parts.Part(0)) is { } header
        && JoseProfile.AllowsSigned(header, parts.Part(2), type, keyId)
        && Payload(text, key) is not null;

    /// <summary>The payload of a compact JWS, without verifying its signature; null if the text is not a compact JWS.</summary>
    public static byte[]? PeekPayload(string text, int maxCharacters) => CompactText.Read(text, 3, maxCharacters)?.Part(1);

    private static byte[]? Payload(string text, EcJwk key)
    {
        using var verifier = ECDsa.Create(key.Public().ToParameters());
        try
        {
            return global::Jose.JWT.VerifyBytes(text, verifier, JoseProfile.Signature, JoseProfile.Settings);
        }
        catch (global::Jose.IntegrityException)
        {
            return null;
        }
    }
}

/// <summary>The result of reading a JWS.</summary>
internal enum JwsVerdict
{
    Verified,

    /// <summary>Not a compact JWS, or signed claims that do not have the form of this type.</summary>
    Malformed,

    /// <summary>Another algorithm, type or key, or altered.</summary>
    NotAuthentic,
}
