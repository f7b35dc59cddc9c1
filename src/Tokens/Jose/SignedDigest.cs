using System.Security.Cryptography;
using System.Text.Json.Serialization;
using KiPass.Tokens.Keys;

namespace KiPass.Tokens.Jose;

/// <summary>A domain's detached signature of a file: JWS compact, ES256, <c>typ: kipass-digest+jwt</c>, over the file's SHA-256 digest.</summary>
public static class SignedDigest
{
    private const string Type = "kipass-digest+jwt";
    private const int MaxCharacters = 1024;

    /// <summary>Signs the bytes of a file.</summary>
    public static string Sign(ReadOnlySpan<byte> file, ISigningKey key) => Jws.Sign(new Claims(DigestOf(file)), Type, key);

    /// <summary>Whether this key signed these bytes. No text makes it throw.</summary>
    public static bool Verify(string? signature, ReadOnlySpan<byte> file, EcJwk key) =>
        Jws.Verify<Claims>(signature, Type, key, MaxCharacters, out var claims) == JwsVerdict.Verified && claims!.Digest == DigestOf(file);

    private static string DigestOf(ReadOnlySpan<byte> file) => Base64Url.Encode(SHA256.HashData(file));

    private sealed record Claims([property: JsonPropertyName("sha256"), JsonRequired] string Digest);
}
