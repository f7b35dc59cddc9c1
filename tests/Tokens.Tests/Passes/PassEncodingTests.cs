using System.Formats.Cbor;
using System.Security.Cryptography;
using KiPass.Tokens.Passes;

namespace KiPass.Tokens.Tests.Passes;

/// Goal: our bytes are the COSE of the RFCs, and no other spelling of a pass is let in, even when the right issuer sealed it.
/// Method: an independent maker and reader on System.Formats.Cbor; each case changes one thing.
public sealed class PassEncodingTests
{
    private static readonly Pass Sample = new(7, 1_592_179_215, new TokenId(Guid.NewGuid()), new Pseudonym(Guid.NewGuid()));

    [Fact]
    public void Encoded_passes_are_canonical_COSE()
    {
        var reader = new CborReader(Channel.Bytes(PassSealer.Seal(Sample, Channel.IssuerKeys(7))), CborConformanceMode.Canonical);
        Assert.Equal((CborTag)16, reader.ReadTag());
        Assert.Equal(3, reader.ReadStartArray());
        var head = new CborReader(reader.ReadByteString(), CborConformanceMode.Canonical);
        Assert.Equal(3, head.ReadStartMap());
        Assert.Equal((1, 3), (head.ReadInt32(), head.ReadInt32()));
        Assert.Equal(4, head.ReadInt32());
        Assert.Equal(ForgedPass.KeyId(Sample), head.ReadByteString());
        Assert.Equal(15, head.ReadInt32());
        Assert.Equal(1, head.ReadStartMap());
        Assert.Equal((4, Sample.Expiry), (head.ReadInt32(), head.ReadInt64()));
        head.ReadEndMap();
        head.ReadEndMap();
        Assert.Equal(0, head.BytesRemaining);
        Assert.Equal(1, reader.ReadStartMap());
        Assert.Equal(5, reader.ReadInt32());
        Assert.Equal(12, reader.ReadByteString().Length);
        reader.ReadEndMap();
        Assert.Equal(57, reader.ReadByteString().Length);
        reader.ReadEndArray();
        Assert.Equal(0, reader.BytesRemaining);
    }

    [Fact]
    public void Opens_a_pass_from_an_independent_encoder() => Assert.Equal(PassVerdict.Opened, Open(new ForgedPass(Sample)));

    public static TheoryData<string> OtherSpellings => [.. Spellings.Keys];

    [Theory]
    [MemberData(nameof(OtherSpellings))]
    public void A_noncanonical_encoding_is_malformed_even_if_sealed_with_the_right_key(string spelling) =>
        Assert.Equal(PassVerdict.Malformed, Open(Spellings[spelling](new ForgedPass(Sample))));

    private static readonly Dictionary<string, Func<ForgedPass, ForgedPass>> Spellings = new()
    {
        ["no tag"] = p => p with { Tag = null },
        ["tag 96, COSE_Encrypt"] = p => p with { Tag = 96 },
        ["tag 16 in two bytes"] = p => p with { Wrap = b => [0xd8, 0x10, .. b[1..]] },
        ["tagged twice"] = p => p with { Wrap = b => [0xd9, 0xd9, 0xf7, .. b] },
        ["array of indefinite length"] = p => p with { Wrap = b => [b[0], 0x9f, .. b[2..], 0xff] },
        ["array of four"] = p => p with { Wrap = b => [b[0], 0x84, .. b[2..], 0xf6] },
        ["trailing byte"] = p => p with { Wrap = b => [.. b, 0] },
        ["algorithm A128GCM"] = p => p with { Algorithm = 1 },
        ["algorithm A192GCM"] = p => p with { Algorithm = 2 },
        ["no algorithm"] = p => p with { Algorithm = null },
        ["algorithm in two bytes"] = p => p with { Protect = h => [h[0], 0x01, 0x18, 0x03, .. h[3..]] },
        ["unknown protected parameter"] = p => p with { Protect = h => [0xa4, .. h[1..], 0x18, 0x20, 0x01] },
        ["protected keys out of order"] = p => p with { Protect = h => [h[0], .. h[3..9], 0x01, 0x03, .. h[9..]] },
        ["protected map of indefinite length"] = p => p with { Protect = h => [0xbf, .. h[1..], 0xff] },
        ["expiry in eight bytes"] = p => p with { Protect = h => [.. h[..12], 0x1b, 0, 0, 0, 0, .. h[13..]] },
        ["expiry as a float"] = p => p with { Protect = h => [.. h[..12], 0xfa, .. h[13..]] },
        ["another claim beside the expiry"] = p => p with { Protect = h => [.. h[..10], 0xa2, 0x04, .. h[12..], 0x06, 0x00] },
        ["empty protected"] = p => p with { Protect = _ => [] },
        ["key id of five bytes"] = p => p with { KeyIdBytes = [.. ForgedPass.KeyId(Sample), 0] },
        ["key id of the next day"] = p => p with { KeyIdBytes = ForgedPass.KeyId(Sample with { Expiry = Sample.Expiry + 86_400 }) },
        ["key id of the day before"] = p => p with { KeyIdBytes = ForgedPass.KeyId(Sample with { Expiry = Sample.Expiry - 86_400 }) },
        ["issuer 0"] = p => p with { KeyIdBytes = ForgedPass.KeyId(Sample with { Issuer = 0 }) },
        ["iv of eleven bytes"] = p => p with { Nonce = new byte[11], RealNonce = new byte[12] },
        ["iv of thirteen bytes"] = p => p with { Nonce = new byte[13], RealNonce = new byte[12] },
        ["partial iv"] = p => p with { NonceLabel = 6 },
        ["unknown unprotected parameter"] = p => p with { ExtraUnprotected = true },
        ["token id of fifteen bytes"] = p => p with { Claims = c => [.. c[..2], 0x4f, .. c[4..]] },
        ["claims out of order"] = p => p with { Claims = c => [c[0], .. c[19..], .. c[1..19]] },
        ["token id under another label"] = p => p with { Claims = c => [c[0], 0x06, .. c[2..]] },
        ["token id as text"] = p => p with { Claims = c => [.. c[..2], 0x70, .. c[3..]] },
        ["pseudonym under another label"] = p => p with { Claims = c => [.. c[..23], 0x01, .. c[24..]] },
        ["pseudonym as text"] = p => p with { Claims = c => [.. c[..24], 0x70, .. c[25..]] },
        ["a third claim"] = p => p with { Claims = c => [0xa3, .. c[1..], 0x18, 0x20, 0x00] },
        ["no pseudonym"] = p => p with { Claims = c => [0xa1, .. c[1..19]] },
        ["claims that are no CBOR"] = p => p with { Claims = c => [.. Enumerable.Repeat((byte)0xff, c.Length)] },
    };

    private static PassVerdict Open(ForgedPass pass) => PassOpener.Open(Channel.Text(pass.Make()), Channel.RegisterKeys(7), out _);
}

/// <summary>A pass made with System.Formats.Cbor and the framework's HKDF and AES-GCM, correct unless a part is replaced.</summary>
internal sealed record ForgedPass(Pass Pass)
{
    public int? Tag { get; init; } = 16;
    public int? Algorithm { get; init; } = 3;
    public byte[] KeyIdBytes { get; init; } = KeyId(Pass);
    public byte[] Nonce { get; init; } = new byte[12];
    public byte[]? RealNonce { get; init; }
    public int NonceLabel { get; init; } = 5;
    public bool ExtraUnprotected { get; init; }
    public Func<byte[], byte[]> Protect { get; init; } = h => h;
    public Func<byte[], byte[]> Claims { get; init; } = c => c;
    public Func<byte[], byte[]> Wrap { get; init; } = b => b;

    public static byte[] KeyId(Pass pass)
    {
        var day = (int)((pass.Expiry - 15 + 9 * 3600) / 86_400);
        return [(byte)(pass.Issuer >> 8), (byte)pass.Issuer, (byte)(day >> 8), (byte)day];
    }

    public byte[] Make()
    {
        var head = Protect(Protected());
        var key = HKDF.DeriveKey(HashAlgorithmName.SHA256, Channel.SharedSecret, 32, [], [.. "kipass/v1/pass"u8, .. KeyIdBytes]);
        var claims = Claims(PlainClaims());
        var ciphertext = new byte[claims.Length + 16];
        using var cipher = new AesGcm(key, 16);
        cipher.Encrypt(RealNonce ?? Nonce, claims, ciphertext.AsSpan(0, claims.Length), ciphertext.AsSpan(claims.Length), Additional(head));
        return Wrap(Message(head, ciphertext));
    }

    private byte[] Protected()
    {
        var writer = new CborWriter();
        writer.WriteStartMap(Algorithm is null ? 2 : 3);
        if (Algorithm is { } algorithm)
        {
            writer.WriteInt32(1);
            writer.WriteInt32(algorithm);
        }
        writer.WriteInt32(4);
        writer.WriteByteString(KeyIdBytes);
        writer.WriteInt32(15);
        writer.WriteStartMap(1);
        writer.WriteInt32(4);
        writer.WriteInt64(Pass.Expiry);
        writer.WriteEndMap();
        writer.WriteEndMap();
        return writer.Encode();
    }

    private byte[] PlainClaims()
    {
        var writer = new CborWriter();
        writer.WriteStartMap(2);
        writer.WriteInt32(7);
        writer.WriteByteString(Pass.TokenId.Value.ToByteArray(bigEndian: true));
        writer.WriteInt32(-65537);
        writer.WriteByteString(Pass.Pseudonym.Value.ToByteArray(bigEndian: true));
        writer.WriteEndMap();
        return writer.Encode();
    }

    private static byte[] Additional(byte[] head)
    {
        var writer = new CborWriter();
        writer.WriteStartArray(3);
        writer.WriteTextString("Encrypt0");
        writer.WriteByteString(head);
        writer.WriteByteString([]);
        writer.WriteEndArray();
        return writer.Encode();
    }

    private byte[] Message(byte[] head, byte[] ciphertext)
    {
        var writer = new CborWriter();
        if (Tag is { } tag)
        {
            writer.WriteTag((CborTag)tag);
        }
        writer.WriteStartArray(3);
        writer.WriteByteString(head);
        writer.WriteStartMap(ExtraUnprotected ? 2 : 1);
        writer.WriteInt32(NonceLabel);
        writer.WriteByteString(Nonce);
        if (ExtraUnprotected)
        {
            writer.WriteInt32(32);
            writer.WriteInt32(1);
        }
        writer.WriteEndMap();
        writer.WriteByteString(ciphertext);
        writer.WriteEndArray();
        return writer.Encode();
    }
}
