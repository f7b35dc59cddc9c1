using System.Security.Cryptography;
using System.Text;

namespace KiPass.Tokens.Passes;

/// <summary>Makes passes from tickets, as a phone does (<c>pass-format.md</c>).</summary>
public static class PassSealer
{
    /// <summary>Length of a pass's text: characters, and bytes in ASCII.</summary>
    public static int TextLength => PassLayout.TextLength;

    /// <summary>Makes the pass of a ticket for one slot.</summary>
    /// <param name="issuer">The issuer's number, 1 to 65535.</param>
    /// <param name="ticket">A ticket of the slot's Korean day.</param>
    /// <param name="slot">Start of the slot in seconds since 1970-01-01 UTC, a multiple of 15.</param>
    /// <param name="keys">The issuer's channel keys.</param>
    /// <returns>The text for the QR code: <c>KP2:</c> and 51 characters of Base45.</returns>
    /// <exception cref="InvalidOperationException">No channel key exists for the issuer and day.</exception>
    public static string Seal(ushort issuer, Ticket ticket, long slot, ChannelKeyring keys)
    {
        Span<byte> text = stackalloc byte[TextLength];
        SealTo(issuer, ticket, slot, keys, text);
        return Encoding.ASCII.GetString(text);
    }

    /// <summary>Makes the pass of a ticket for one slot into at least <see cref="TextLength"/> bytes of ASCII, without allocating.</summary>
    /// <inheritdoc cref="Seal(ushort, Ticket, long, ChannelKeyring)"/>
    public static void SealTo(ushort issuer, Ticket ticket, long slot, ChannelKeyring keys, Span<byte> destination)
    {
        ArgumentOutOfRangeException.ThrowIfZero(issuer);
        ArgumentOutOfRangeException.ThrowIfNotEqual(slot % Pass.SlotSeconds, 0);
        var keyId = new PassKeyId(issuer, KoreanDay.OfUnixSeconds(slot));
        var key = keys.Find(keyId) ?? throw new InvalidOperationException($"No channel key for issuer {keyId.Issuer} on {keyId.Day}.");
        SealTo(keyId, ticket, key.Of(ticket), Pass.SlotOfDay(slot), destination);
    }

    /// <summary>Makes a pass from what a phone holds, into at least <see cref="TextLength"/> bytes of ASCII.</summary>
    /// <param name="keyId">Issuer and Korean day.</param>
    /// <param name="ticket">A ticket of that day.</param>
    /// <param name="key">The ticket's key.</param>
    /// <param name="slotOfDay">0 to 5759.</param>
    /// <param name="destination">Receives the text.</param>
    public static void SealTo(PassKeyId keyId, Ticket ticket, TicketKey key, int slotOfDay, Span<byte> destination)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(slotOfDay);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(slotOfDay, Pass.SlotsPerDay);
        Span<byte> mac = stackalloc byte[HMACSHA256.HashSizeInBytes];
        key.Mac(slotOfDay, mac);
        Span<byte> bytes = stackalloc byte[PassLayout.Bytes];
        PassLayout.Write(bytes, keyId, ticket, slotOfDay, mac);
        Encoding.ASCII.GetBytes(PassLayout.Prefix, destination);
        Base45.Encode(bytes, destination[PassLayout.Prefix.Length..]);
    }
}
