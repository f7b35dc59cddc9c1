using System.Security.Cryptography;
using CsCheck;
using KiPass.Tokens.Keys;
using KiPass.Tokens.Passes;
using KiPass.Tokens.Tests.Passes;

namespace KiPass.Tokens.Tests.Fixtures;

/// <summary>An issuer's and the register's ends of one channel, with the keys of the worked examples.</summary>
internal static class Channel
{
    /// <summary>The raw secret, agreed on without the code under test.</summary>
    public static readonly byte[] SharedSecret = Agree();

    public static readonly Gen<Pass> AnyPass =
        from issuer in Gen.UShort[1, ushort.MaxValue]
        from expiry in Gen.UInt[ushort.MaxValue + 1, uint.MaxValue]
        from tokenId in Gen.Guid
        from pseudonym in Gen.Guid
        select new Pass(issuer, expiry, new TokenId(tokenId), new Pseudonym(pseudonym));

    public static ChannelKeyring IssuerKeys(params ushort[] issuers) => Keys(PassVectors.IssuerKey, PassVectors.RegisterKey, issuers);

    public static ChannelKeyring RegisterKeys(params ushort[] issuers) => Keys(PassVectors.RegisterKey, PassVectors.IssuerKey, issuers);

    public static byte[] Bytes(string text)
    {
        var characters = text.Length - 4;
        var bytes = new byte[characters / 3 * 2 + characters % 3 / 2];
        Assert.True(Base45.TryDecode(text.AsSpan(4), bytes));
        return bytes;
    }

    public static string Text(ReadOnlySpan<byte> bytes)
    {
        var text = new char[Base45.EncodedLength(bytes.Length)];
        Base45.Encode(bytes, text);
        return "KP1:" + new string(text);
    }

    private static ChannelKeyring Keys(EcJwk own, EcJwk peer, ushort[] issuers)
    {
        var keys = new ChannelKeyring(new AgreementKeys(own));
        foreach (var issuer in issuers)
        {
            keys.Pin(issuer, new AgreementKeys(peer.Public()));
        }
        return keys;
    }

    private static byte[] Agree()
    {
        using var own = ECDiffieHellman.Create(PassVectors.IssuerKey.ToParameters());
        using var peer = ECDiffieHellman.Create(PassVectors.RegisterKey.Public().ToParameters());
        return own.DeriveRawSecretAgreement(peer.PublicKey);
    }
}
