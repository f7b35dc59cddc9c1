using System.Security.Cryptography;
using System.Text.Json.Serialization;

namespace KiPass.Tokens.Keys;

/// <summary>A secret key of 32 bytes as a JSON Web Key (RFC 7518 section 6.4): it never leaves its domain's <c>keys/</c>.</summary>
internal sealed record SecretJwk([property: JsonPropertyName("kty")] string Kty, [property: JsonPropertyName("k")] string K)
{
    private const int Size = 32;

    [JsonIgnore]
    public bool IsValid => Kty == "oct" && Base64Url.TryDecode(K, out var bytes) && bytes.Length == Size;

    [JsonIgnore]
    public byte[] Bytes => Base64Url.TryDecode(K, out var bytes) ? bytes : throw new CryptographicException("A secret is base64url.");

    public static SecretJwk Create() => new("oct", Base64Url.Encode(RandomNumberGenerator.GetBytes(Size)));

    /// <summary>Redacted, so that a secret cannot reach a log.</summary>
    public override string ToString() => nameof(SecretJwk);
}
