using System.Security.Cryptography;

namespace KiPass.Tokens.Passes;

/// <summary>Opens passes at the register: checks the form, then the authenticity. The caller checks time and single use.</summary>
public static class PassOpener
{
    /// <summary>Opens the text of a QR code. Allocates nothing, and no text makes it throw.</summary>
    /// <param name="text">The text that the scanner read.</param>
    /// <param name="keys">The register's channel keys.</param>
    /// <param name="pass">The pass, if <see cref="PassVerdict.Opened"/>.</param>
    public static PassVerdict Open(ReadOnlySpan<char> text, ChannelKeyring keys, out Pass pass)
    {
        pass = default;
        Span<byte> bytes = stackalloc byte[PassLayout.Bytes];
        if (
            !text.StartsWith(PassLayout.Prefix)
            || !Base45.TryDecode(text[PassLayout.Prefix.Length..], bytes)
            || !PassLayout.TryRead(bytes, out var keyId, out var ticket, out var slotOfDay)
        )
        {
            return PassVerdict.Malformed;
        }
        if (keys.Find(keyId) is not { } key)
        {
            return PassVerdict.NotAuthentic;
        }
        Span<byte> mac = stackalloc byte[HMACSHA256.HashSizeInBytes];
        key.Of(ticket).Mac(slotOfDay, mac);
        if (!CryptographicOperations.FixedTimeEquals(mac[..PassLayout.MacSize], PassLayout.Mac(bytes)))
        {
            return PassVerdict.NotAuthentic;
        }
        var slot = keyId.Day.StartUnixSeconds + slotOfDay * Pass.SlotSeconds;
        pass = new Pass(keyId.Issuer, slot, TokenId.Read(mac[..TokenId.Size]), ticket);
        return PassVerdict.Opened;
    }
}

/// <summary>The result of opening a pass.</summary>
public enum PassVerdict
{
    /// <summary>Well formed, and made with a ticket of the issuer that the pass names.</summary>
    Opened,

    /// <summary>Not a version 2 pass: not <c>KP2:</c>, not 34 bytes in Base45, issuer 0, or slot 5760 and above.</summary>
    Malformed,

    /// <summary>Unknown issuer, another key, or altered.</summary>
    NotAuthentic,
}
