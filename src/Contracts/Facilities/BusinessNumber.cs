using System.Globalization;

namespace KiPass.Contracts.Facilities;

/// <summary>
/// A business registration number (사업자등록번호) with a valid check digit: ten digits, written <c>NNN-NN-NNNNN</c>. It may still be unknown to
/// the National Tax Service (국세청).
/// </summary>
public readonly record struct BusinessNumber : IParsable<BusinessNumber>
{
    private static ReadOnlySpan<byte> Weights => [1, 3, 7, 1, 3, 7, 1, 3, 5];

    private BusinessNumber(string digits) => Digits = digits;

    /// <summary>The ten digits, as used by the tax service (<c>b_no</c>).</summary>
    public string Digits { get; }

    /// <summary>The number in its written form: <c>NNN-NN-NNNNN</c>.</summary>
    public override string ToString() => Digits is null ? "" : $"{Digits[..3]}-{Digits[3..5]}-{Digits[5..]}";

    /// <summary>Computes the check digit (0 to 9) of nine digits.</summary>
    public static int CheckDigit(ReadOnlySpan<char> nineDigits)
    {
        var sum = 0;
        for (var i = 0; i < Weights.Length; i++)
        {
            sum += (nineDigits[i] - '0') * Weights[i];
        }
        sum += (nineDigits[8] - '0') * 5 / 10;
        return (10 - sum % 10) % 10;
    }

    /// <summary>
    /// The ten digits of a typed number, ignoring hyphens and spaces and without validating the check digit; null when there are not ten
    /// digits.
    /// </summary>
    public static string? DigitsOf(string? typed)
    {
        if (TypedText.Plain(typed) is not { Length: <= 20 } plain)
        {
            return null;
        }
        Span<char> digits = stackalloc char[10];
        var count = 0;
        foreach (var character in plain)
        {
            if (character is '-' or ' ')
            {
                continue;
            }
            if (!char.IsAsciiDigit(character) || count == digits.Length)
            {
                return null;
            }
            digits[count++] = character;
        }
        return count == digits.Length ? new string(digits) : null;
    }

    /// <summary>Parses ten digits with or without hyphens. False for another format, a wrong check digit, or all zeros.</summary>
    public static bool TryParse(string? s, IFormatProvider? provider, out BusinessNumber result)
    {
        result = default;
        if (DigitsOf(s) is not { } digits || digits == "0000000000" || CheckDigit(digits) != digits[9] - '0')
        {
            return false;
        }
        result = new BusinessNumber(digits);
        return true;
    }

    /// <summary>Parses ten digits with or without hyphens.</summary>
    public static bool TryParse(string? s, out BusinessNumber result) => TryParse(s, CultureInfo.InvariantCulture, out result);

    /// <summary>Parses ten digits with or without hyphens; throws <see cref="FormatException"/> for anything else.</summary>
    public static BusinessNumber Parse(string s, IFormatProvider? provider = null) =>
        TryParse(s, provider, out var number) ? number : throw new FormatException("Not a business registration number.");
}
