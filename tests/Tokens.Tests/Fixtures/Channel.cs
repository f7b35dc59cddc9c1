using System.Security.Cryptography;
using CsCheck;
using KiPass.Tokens.Keys;
using KiPass.Tokens.Passes;
using KiPass.Tokens.Tests.Passes;

namespace KiPass.Tokens.Tests.Fixtures;

/// <summary>What a phone turns into a code: a ticket of one issuer and the start of a slot.</summary>
internal sealed record Showing(ushort Issuer, Ticket Ticket, long Slot)
{
    /// <summary>A ticket of issuer 7 at 09:00:00 on 2020-06-15 in Korea.</summary>
    public static Showing Sample { get; } = new(7, new Ticket(Guid.NewGuid()), 1_592_179_200);

    public PassKeyId KeyId => new(Issuer, KoreanDay.OfUnixSeconds(Slot));

    public string Seal(ChannelKeyring keys) => PassSealer.Seal(Issuer, Ticket, Slot, keys);

    public string Seal() => Seal(Channel.IssuerKeys(Issuer));
}

/// <summary>An issuer's and the register's ends of one channel, with the keys of the worked examples.</summary>
internal static class Channel
{
    public static readonly Gen<Showing> AnyShowing =
        from issuer in Gen.UShort[1, ushort.MaxValue]
        from ticket in Gen.Guid
        from day in Gen.Int[0, ushort.MaxValue]
        from slotOfDay in Gen.Int[0, Pass.SlotsPerDay - 1]
        select new Showing(issuer, new Ticket(ticket), new KoreanDay(day).StartUnixSeconds + slotOfDay * Pass.SlotSeconds);

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
        return "KP2:" + new string(text);
    }

    /// <summary>A code made with the framework's primitives alone, from the raw secret of the worked examples.</summary>
    public static byte[] Forge(ReadOnlySpan<byte> keyId, ReadOnlySpan<byte> ticket, ReadOnlySpan<byte> slot)
    {
        var macKey = HKDF.DeriveKey(HashAlgorithmName.SHA256, PassVectors.SharedSecret, 32, [], [.. "kipass/v2/ticket"u8, .. keyId]);
        var ticketKey = HMACSHA256.HashData(macKey, (byte[])[.. keyId, .. ticket]);
        return [.. keyId, .. ticket, .. slot, .. HMACSHA256.HashData(ticketKey, slot).AsSpan(0, 12)];
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
}
