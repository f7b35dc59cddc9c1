using System.Text;

namespace KiPass.Tokens.Passes;

/// <summary>Creates passes at the issuer (<c>pass-format.md</c>; RFC 9052 COSE_Encrypt0, A256GCM).</summary>
public static class PassSealer
{
    /// <summary>Seals a pass with a fresh random nonce.</summary>
    /// <param name="pass">Issuer, expiry (2^16 to 2^32 − 1 seconds), token id and pseudonym.</param>
    /// <param name="keys">The issuer's channel keys.</param>
    /// <returns>The text for the QR code: <c>KP1:</c> and 141 characters of Base45.</returns>
    /// <exception cref="InvalidOperationException">No channel key exists for the pass's issuer and day.</exception>
    public static string Seal(in Pass pass, ChannelKeyring keys)
    {
        Span<byte> nonce = stackalloc byte[PassLayout.NonceSize];
        BufferedRandom.Fill(nonce);
        return Seal(pass, keys, nonce);
    }

    /// <summary>Length of a pass's text: characters, and bytes in ASCII.</summary>
    public const int TextLength = PassLayout.TextLength;

    /// <summary>Seals a pass with a fresh random nonce into ASCII bytes, without allocating.</summary>
    /// <param name="pass">Issuer, expiry (2^16 to 2^32 − 1 seconds), token id and pseudonym.</param>
    /// <param name="keys">The issuer's channel keys.</param>
    /// <param name="destination">At least <see cref="TextLength"/> bytes.</param>
    /// <exception cref="InvalidOperationException">No channel key exists for the pass's issuer and day.</exception>
    public static void SealTo(in Pass pass, ChannelKeyring keys, Span<byte> destination)
    {
        Span<byte> nonce = stackalloc byte[PassLayout.NonceSize];
        BufferedRandom.Fill(nonce);
        SealTo(pass, keys, nonce, destination);
    }

    /// <summary>Seals with a given nonce. Only for the test vectors, since a nonce must never repeat under one key.</summary>
    internal static string Seal(in Pass pass, ChannelKeyring keys, ReadOnlySpan<byte> nonce)
    {
        Span<byte> text = stackalloc byte[PassLayout.TextLength];
        SealTo(pass, keys, nonce, text);
        return Encoding.ASCII.GetString(text);
    }

    private static void SealTo(in Pass pass, ChannelKeyring keys, ReadOnlySpan<byte> nonce, Span<byte> destination)
    {
        ArgumentOutOfRangeException.ThrowIfZero(pass.Issuer);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(pass.Expiry, ushort.MaxValue);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(pass.Expiry, uint.MaxValue);
        var keyId = new PassKeyId(pass.Issuer, pass.Day);
        var key = keys.Find(keyId) ?? throw new InvalidOperationException($"No channel key for issuer {keyId.Issuer} on {keyId.Day}.");
        Span<byte> bytes = stackalloc byte[PassLayout.Bytes];
        Span<byte> claims = stackalloc byte[PassLayout.ClaimsSize];
        Span<byte> additionalData = stackalloc byte[PassLayout.AdditionalDataSize];
        PassLayout.WriteHeader(bytes, keyId, (uint)pass.Expiry);
        nonce.CopyTo(PassLayout.Nonce(bytes));
        PassLayout.WriteAdditionalData(additionalData, bytes);
        PassLayout.WriteClaims(claims, pass.TokenId, pass.Pseudonym);
        key.Encrypt(nonce, claims, PassLayout.Ciphertext(bytes), PassLayout.Tag(bytes), additionalData);
        Encoding.ASCII.GetBytes(PassLayout.Prefix, destination);
        Base45.Encode(bytes, destination[PassLayout.Prefix.Length..]);
    }
}
