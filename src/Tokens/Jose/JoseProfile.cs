using System.Text;
using System.Text.Json;
using KiPass.Tokens.Keys;
using JwtSettings = global::Jose.JwtSettings;

namespace KiPass.Tokens.Jose;

/// <summary>
/// The only kind of JWS and JWE that KiPass reads: compact form, canonical base64url, bounded length, ES256 or ECDH-ES with A256GCM on P-256,
/// and no header member beyond those listed here. Every text is checked against it before the library sees the text (RFC 8725 section 3.1).
/// </summary>
internal static class JoseProfile
{
    /// <summary>Signature algorithm of every JWS (RFC 7518 section 3.4).</summary>
    public const global::Jose.JwsAlgorithm Signature = global::Jose.JwsAlgorithm.ES256;

    /// <summary>Key agreement of every JWE (RFC 7518 section 4.6).</summary>
    public const global::Jose.JweAlgorithm Agreement = global::Jose.JweAlgorithm.ECDH_ES;

    /// <summary>Content encryption of every JWE (RFC 7518 section 5.3).</summary>
    public const global::Jose.JweEncryption Encryption = global::Jose.JweEncryption.A256GCM;

    /// <summary>
    /// The library's settings with the algorithms of the profile only: <c>none</c>, HMAC, RSA, key wrapping, passwords and compression cannot be
    /// reached, whatever a header says. Signing goes through <see cref="ISigningKey"/>.
    /// </summary>
    public static readonly JwtSettings Settings = CreateSettings();

    private const int SignatureSize = 64;
    private const int NonceSize = 12;
    private const int TagSize = 16;

    private static readonly JsonDocumentOptions HeaderOptions = new() { AllowDuplicateProperties = false, MaxDepth = 4 };
    private static readonly string[] EncryptedMembers = ["alg", "enc", "epk", "kid", "typ", "cty"];
    private static readonly string[] EphemeralKeyMembers = ["kty", "crv", "x", "y"];

    /// <summary>A header's members as raw JSON; null when the header is not an object, or names a member twice.</summary>
    public static Dictionary<string, string>? Members(byte[] header)
    {
        try
        {
            using var document = JsonDocument.Parse(header, HeaderOptions);
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? document.RootElement.EnumerateObject().ToDictionary(m => m.Name, m => m.Value.GetRawText())
                : null;
        }
        // JsonElement throws InvalidOperationException for text that is not valid Unicode.
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>
    /// Whether a JWS's header is exactly <c>{"alg":"ES256","typ":…,"kid":…}</c> and its signature has 64 bytes. This is the only format that
    /// names its signer, and only to choose among keys that the reader already has.
    /// </summary>
    public static bool AllowsSigned(Dictionary<string, string> header, byte[] signature, string type, string keyId) =>
        signature.Length == SignatureSize
        && header.Count == 3
        && header.GetValueOrDefault("alg") == "\"ES256\""
        && header.GetValueOrDefault("typ") == $"\"{type}\""
        && header.GetValueOrDefault("kid") == $"\"{keyId}\"";

    /// <summary>
    /// Whether a JWS's header is exactly <c>{"alg":"ES256","typ":…}</c> and its signature has 64 bytes. A header without <c>typ</c> passes only
    /// where the format names no type.
    /// </summary>
    public static bool AllowsSigned(Dictionary<string, string> header, byte[] signature, string type, bool typeIsOptional) =>
        signature.Length == SignatureSize
        && header.GetValueOrDefault("alg") == "\"ES256\""
        && (header.TryGetValue("typ", out var found) ? found == $"\"{type}\"" && header.Count == 2 : typeIsOptional && header.Count == 1);

    /// <summary>
    /// Whether the five parts are a JWE of the profile: <c>alg</c>, <c>enc</c> and <c>epk</c> (a public P-256 key on the curve, four members) as
    /// required; <c>kid</c>, <c>typ</c> and <c>cty</c> as text without effect; no other member (<c>zip</c>, <c>crit</c>, <c>apu</c>, <c>apv</c>);
    /// no encrypted key, a nonce of 12 bytes and a tag of 16.
    /// </summary>
    public static bool AllowsEncrypted(CompactText parts) =>
        parts.Part(1).Length == 0
        && parts.Part(2).Length == NonceSize
        && parts.Part(4).Length == TagSize
        && Members(parts.Part(0)) is { } header
        && header.All(m => EncryptedMembers.Contains(m.Key) && (m.Key == "epk" || IsText(m.Value)))
        && header.GetValueOrDefault("alg") == "\"ECDH-ES\""
        && header.GetValueOrDefault("enc") == "\"A256GCM\""
        && header.TryGetValue("epk", out var epk)
        && Encoding.UTF8.GetBytes(epk) is var key
        && Members(key) is { } members
        && members.Count == EphemeralKeyMembers.Length
        && EphemeralKeyMembers.All(members.ContainsKey)
        && JoseJson.Parse<EcJwk>(key) is not null;

    private static bool IsText(string rawJson) => rawJson[0] == '"' && JoseJson.Parse<string>(Encoding.UTF8.GetBytes(rawJson)) is not null;

    private static JwtSettings CreateSettings()
    {
        var settings = new JwtSettings();
        foreach (var algorithm in Enum.GetValues<global::Jose.JwsAlgorithm>())
        {
            settings.DeregisterJws(algorithm);
        }
        foreach (var algorithm in Enum.GetValues<global::Jose.JweAlgorithm>().Where(a => a != Agreement))
        {
            settings.DeregisterJwa(algorithm);
        }
        foreach (var algorithm in Enum.GetValues<global::Jose.JweEncryption>().Where(a => a != Encryption))
        {
            settings.DeregisterJwe(algorithm);
        }
        foreach (var algorithm in Enum.GetValues<global::Jose.JweCompression>())
        {
            settings.DeregisterCompression(algorithm);
        }
        return settings.RegisterJws(Signature, new SigningKeyAlgorithm());
    }
}
