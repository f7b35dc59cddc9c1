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
            || !PassLayout.TryReadHeader(bytes, out var keyId, out var expiry)
        )
        {
            return PassVerdict.Malformed;
        }
        if (keys.Find(keyId) is not { } key)
        {
            return PassVerdict.NotAuthentic;
        }
        Span<byte> claims = stackalloc byte[PassLayout.ClaimsSize];
        Span<byte> additionalData = stackalloc byte[PassLayout.AdditionalDataSize];
        PassLayout.WriteAdditionalData(additionalData, bytes);
        if (!key.TryDecrypt(PassLayout.Nonce(bytes), PassLayout.Ciphertext(bytes), PassLayout.Tag(bytes), claims, additionalData))
        {
            return PassVerdict.NotAuthentic;
        }
        if (!PassLayout.TryReadClaims(claims, out var tokenId, out var pseudonym))
        {
            return PassVerdict.Malformed;
        }
        pass = new Pass(keyId.Issuer, expiry, tokenId, pseudonym);
        return PassVerdict.Opened;
    }
}

/// <summary>The result of opening a pass.</summary>
public enum PassVerdict
{
    /// <summary>Well formed, and sealed by the issuer that the pass names.</summary>
    Opened,

    /// <summary>Not a version 1 pass: not <c>KP1:</c>, not Base45, or not the CBOR of <c>pass-format.md</c>.</summary>
    Malformed,

    /// <summary>Unknown issuer, another key, or altered.</summary>
    NotAuthentic,
}
