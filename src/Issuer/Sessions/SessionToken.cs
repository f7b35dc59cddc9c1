using System.Buffers.Binary;
using System.Security.Cryptography;
using KiPass.Tokens.Keys;

namespace KiPass.Issuer.Sessions;

/// <summary>A session's bearer token: 32 random bytes, 43 characters of base64url. Only its hash is stored.</summary>
internal static class SessionToken
{
    private const int Size = 32;
    private const int TextLength = 43;
    private const string Scheme = "Bearer ";

    public static (string Text, SessionHash Hash) Create()
    {
        var bytes = RandomNumberGenerator.GetBytes(Size);
        return (Base64Url.Encode(bytes), SessionHash.Of(bytes));
    }

    /// <summary>Reads an <c>Authorization</c> header without allocating; false if it is not a session token.</summary>
    public static bool TryReadHeader(ReadOnlySpan<char> header, out SessionHash hash)
    {
        hash = default;
        if (!header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) || header.Length != Scheme.Length + TextLength)
        {
            return false;
        }
        Span<byte> bytes = stackalloc byte[Size];
        var text = header[Scheme.Length..];
        if (
            !System.Buffers.Text.Base64Url.IsValid(text)
            || !System.Buffers.Text.Base64Url.TryDecodeFromChars(text, bytes, out var read)
            || read != Size
        )
        {
            return false;
        }
        hash = SessionHash.Of(bytes);
        return true;
    }
}

/// <summary>SHA-256 of a session token. The token is random, so the hash needs neither salt nor stretching.</summary>
internal readonly record struct SessionHash(UInt128 High, UInt128 Low)
{
    public static SessionHash Of(ReadOnlySpan<byte> token)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(token, hash);
        return new(BinaryPrimitives.ReadUInt128BigEndian(hash), BinaryPrimitives.ReadUInt128BigEndian(hash[16..]));
    }

    public byte[] ToBytes()
    {
        var bytes = new byte[SHA256.HashSizeInBytes];
        BinaryPrimitives.WriteUInt128BigEndian(bytes, High);
        BinaryPrimitives.WriteUInt128BigEndian(bytes.AsSpan(16), Low);
        return bytes;
    }

    /// <summary>Redacted, so that not even a hash can reach a log.</summary>
    public override string ToString() => nameof(SessionHash);
}
