using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace KiPass.Portal.Shared.Accounts;

/// <summary>Time-based one-time passwords (RFC 6238): SHA-1, six digits, steps of 30 s, as every authenticator app has them.</summary>
internal static class Totp
{
    private const int StepSeconds = 30;
    private const string Base32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    /// <summary>A new secret: 160 bits, Base32 (32 characters).</summary>
    public static string NewSecret() => RandomNumberGenerator.GetString(Base32, 32);

    /// <summary>The address behind the QR that an authenticator app reads.</summary>
    public static string EnrolmentUri(string issuer, string account, string secret) =>
        $"otpauth://totp/{Uri.EscapeDataString(issuer)}:{Uri.EscapeDataString(account)}?secret={secret}&issuer={Uri.EscapeDataString(issuer)}";

    /// <summary>The step whose code this is, among the present one and its two neighbours; null when none.</summary>
    public static long? MatchingStep(string secret, string code, DateTimeOffset now)
    {
        var typed = string.Concat(code.Where(char.IsAsciiDigit));
        if (typed.Length != 6)
        {
            return null;
        }
        var key = Decode(secret);
        var present = now.ToUnixTimeSeconds() / StepSeconds;
        long? match = null;
        for (var step = present - 1; step <= present + 1; step++)
        {
            // Every candidate is compared, so that time tells nothing.
            if (CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(Code(key, step)), Encoding.ASCII.GetBytes(typed)))
            {
                match = step;
            }
        }
        return match;
    }

    /// <summary>The code of an instant; for tests and the demo.</summary>
    public static string CodeAt(string secret, DateTimeOffset instant) => Code(Decode(secret), instant.ToUnixTimeSeconds() / StepSeconds);

    private static string Code(byte[] key, long step)
    {
        Span<byte> counter = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(counter, step);
        Span<byte> mac = stackalloc byte[HMACSHA1.HashSizeInBytes];
#pragma warning disable CA5350 // RFC 6238 as authenticator apps implement it; HMAC-SHA-1 is not broken.
        HMACSHA1.HashData(key, counter, mac);
#pragma warning restore CA5350
        var number = BinaryPrimitives.ReadInt32BigEndian(mac[(mac[^1] & 0xf)..]) & int.MaxValue;
        return (number % 1_000_000).ToString("D6", CultureInfo.InvariantCulture);
    }

    private static byte[] Decode(string base32)
    {
        var bytes = new List<byte>(20);
        var (bits, value) = (0, 0);
        foreach (var digit in base32)
        {
            value = (value << 5) | Base32.IndexOf(digit, StringComparison.Ordinal);
            bits += 5;
            if (bits >= 8)
            {
                bits -= 8;
                bytes.Add((byte)(value >> bits));
                value &= (1 << bits) - 1;
            }
        }
        return [.. bytes];
    }
}
