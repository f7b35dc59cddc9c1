using System.Security.Cryptography;
using System.Text.Json.Serialization;
using KiPass.Tokens.Keys;

namespace KiPass.Tokens.Calls;

/// <summary>
/// What a portal signs with each request to the register: who calls, in which role, and the exact request. The names <c>htm</c> and <c>htu</c>
/// are those of RFC 9449 section 4.2.
/// </summary>
public sealed record CallClaims
{
    /// <summary>The portal that signed: <c>owners</c> or <c>authority</c>.</summary>
    [JsonPropertyName("iss"), JsonRequired]
    public string Issuer { get; init; } = "";

    /// <summary>Always <c>register</c>.</summary>
    [JsonPropertyName("aud"), JsonRequired]
    public string Audience { get; init; } = "";

    /// <summary>Id of the account, 1 to 64 characters. For a call of the portal itself: <see cref="Issuer"/>.</summary>
    [JsonPropertyName("sub"), JsonRequired]
    public string Subject { get; init; } = "";

    /// <summary>Role of the account, for example <c>approver</c>.</summary>
    [JsonPropertyName("role"), JsonRequired]
    public string Role { get; init; } = "";

    /// <summary>Jurisdiction of an official: 5 or 2 digits, or <c>*</c>; empty for other roles.</summary>
    [JsonPropertyName("district"), JsonRequired]
    public string District { get; init; } = "";

    /// <summary>Unique id of the request. The register accepts it once.</summary>
    [JsonPropertyName("jti"), JsonRequired]
    public Guid Id { get; init; }

    /// <summary>When it was signed, in seconds since 1970.</summary>
    [JsonPropertyName("iat"), JsonRequired]
    public long IssuedAt { get; init; }

    /// <summary>When it expires, in seconds since 1970; at most <see cref="CallToken.Lifetime"/> after <see cref="IssuedAt"/>.</summary>
    [JsonPropertyName("exp"), JsonRequired]
    public long ExpiresAt { get; init; }

    /// <summary>HTTP method, in capitals.</summary>
    [JsonPropertyName("htm"), JsonRequired]
    public string Method { get; init; } = "";

    /// <summary>Path of the request, without host and query.</summary>
    [JsonPropertyName("htu"), JsonRequired]
    public string Path { get; init; } = "";

    /// <summary>SHA-256 of the body, base64url.</summary>
    [JsonPropertyName("bodyHash"), JsonRequired]
    public string BodyHash { get; init; } = "";

    /// <summary>Whether these are the bytes that the portal signed.</summary>
    public bool Covers(ReadOnlySpan<byte> body) =>
        Base64Url.TryDecode(BodyHash, out var hash) && CryptographicOperations.FixedTimeEquals(hash, SHA256.HashData(body));

    /// <summary>The value of <see cref="BodyHash"/> for a body.</summary>
    public static string HashOf(ReadOnlySpan<byte> body) => Base64Url.Encode(SHA256.HashData(body));
}
