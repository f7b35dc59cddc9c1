using System.Buffers.Binary;

namespace KiPass.Tokens.Passes;

/// <summary>
/// The byte layout of a pass. Every length is fixed and the encoding is deterministic (RFC 8949 section 4.2.1), so a pass is a template with five
/// variable fields: a difference anywhere else is malformed, and no CBOR reader is needed.
/// </summary>
internal static class PassLayout
{
    public const int Bytes = 94;
    public const int TextLength = 4 + Bytes / 2 * 3;
    public const int NonceSize = 12;
    public const int TagSize = 16;
    public const int ClaimsSize = 41;
    public const int ProtectedSize = 17;
    public const string Prefix = "KP1:";

    private const int ProtectedAt = 3;
    private const int KeyIdAt = 8;
    private const int ExpiryAt = 16;
    private const int NonceAt = 23;
    private const int CiphertextAt = 37;

    // 16([ h'…17…', {5: h'…12…'}, h'…57…' ]), protected = {1: 3, 4: h'…4…', 15: {4: …}}
    // csharpier-ignore
    private static ReadOnlySpan<byte> Template =>
        [
            0xd0, 0x83, 0x51, 0xa3, 0x01, 0x03, 0x04, 0x44,
            0, 0, 0, 0, 0x0f, 0xa1, 0x04, 0x1a,
            0, 0, 0, 0, 0xa1, 0x05, 0x4c,
            0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x58, 0x39,
        ];

    // {7: h'…16…', -65537: h'…16…'}
    private static ReadOnlySpan<byte> TokenIdHead => [0xa2, 0x07, 0x50];

    private static ReadOnlySpan<byte> PseudonymHead => [0x3a, 0x00, 0x01, 0x00, 0x00, 0x50];

    // ["Encrypt0", protected, h''] (RFC 9052 section 5.3), up to the variable field for protected.
    private static ReadOnlySpan<byte> AdditionalDataHead =>
        [0x83, 0x68, (byte)'E', (byte)'n', (byte)'c', (byte)'r', (byte)'y', (byte)'p', (byte)'t', (byte)'0', 0x51];

    public const int AdditionalDataSize = 11 + ProtectedSize + 1;

    public static Span<byte> KeyId(Span<byte> pass) => pass.Slice(KeyIdAt, PassKeyId.Size);

    public static Span<byte> Nonce(Span<byte> pass) => pass.Slice(NonceAt, NonceSize);

    public static Span<byte> Ciphertext(Span<byte> pass) => pass.Slice(CiphertextAt, ClaimsSize);

    public static Span<byte> Tag(Span<byte> pass) => pass.Slice(CiphertextAt + ClaimsSize, TagSize);

    public static void WriteHeader(Span<byte> pass, PassKeyId keyId, uint expiry)
    {
        Template.CopyTo(pass);
        keyId.Write(KeyId(pass));
        BinaryPrimitives.WriteUInt32BigEndian(pass.Slice(ExpiryAt, 4), expiry);
    }

    /// <summary>Whether all bytes outside the variable fields match the template; returns key id and expiry.</summary>
    public static bool TryReadHeader(Span<byte> pass, out PassKeyId keyId, out uint expiry)
    {
        keyId = PassKeyId.Read(KeyId(pass));
        expiry = BinaryPrimitives.ReadUInt32BigEndian(pass.Slice(ExpiryAt, 4));
        Span<byte> expected = stackalloc byte[CiphertextAt];
        WriteHeader(expected, keyId, expiry);
        Nonce(pass).CopyTo(Nonce(expected));
        // An expiry below 2^16 has a shorter deterministic encoding; none of those instants is after 1970.
        return expected.SequenceEqual(pass[..CiphertextAt])
            && keyId.Issuer != 0
            && expiry > ushort.MaxValue
            && keyId.Day == KoreanDay.OfUnixSeconds(expiry - Pass.SlotSeconds);
    }

    public static void WriteAdditionalData(Span<byte> destination, ReadOnlySpan<byte> pass)
    {
        AdditionalDataHead.CopyTo(destination);
        pass.Slice(ProtectedAt, ProtectedSize).CopyTo(destination[AdditionalDataHead.Length..]);
        destination[^1] = 0x40;
    }

    public static void WriteClaims(Span<byte> destination, TokenId tokenId, Pseudonym pseudonym)
    {
        TokenIdHead.CopyTo(destination);
        tokenId.Write(destination[3..]);
        PseudonymHead.CopyTo(destination[19..]);
        pseudonym.Write(destination[25..]);
    }

    public static bool TryReadClaims(ReadOnlySpan<byte> claims, out TokenId tokenId, out Pseudonym pseudonym)
    {
        tokenId = TokenId.Read(claims.Slice(3, TokenId.Size));
        pseudonym = Pseudonym.Read(claims.Slice(25, Pseudonym.Size));
        return claims.StartsWith(TokenIdHead) && claims.Slice(19, PseudonymHead.Length).SequenceEqual(PseudonymHead);
    }
}
