using System.Globalization;
using System.Security.Cryptography;

namespace KiPass.Issuer.Verifications;

/// <summary>The six digits of a text message.</summary>
internal static class OneTimeCode
{
    public const int Digits = 6;

    public static string Create() => RandomNumberGenerator.GetInt32(1_000_000).ToString("D6", CultureInfo.InvariantCulture);

    public static bool IsWellFormed(string? text) => text is { Length: Digits } && text.All(char.IsAsciiDigit);
}
