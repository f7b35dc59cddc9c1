namespace KiPass.Contracts.Facilities;

/// <summary>
/// A Korean telephone number of a facility: mobile, landline, or a nationwide number such as 1588-0000. Stored as digits.
/// </summary>
public static class KoreanPhone
{
    /// <summary>The digits of a typed number, with <c>+82</c>, <c>0082</c> or <c>82</c> replaced by 0; null when it is not a Korean number.</summary>
    public static string? Normalize(string? typed)
    {
        if (TypedText.Plain(typed) is not { Length: <= 30 } bare)
        {
            return null;
        }
        if (CountryCode(bare) is { } length)
        {
            bare = "0" + bare[length..].TrimStart(' ', '-', '(', '.').TrimStart('0');
        }
        if (bare.Any(character => !char.IsAsciiDigit(character) && character is not ('-' or ' ' or '(' or ')' or '.')))
        {
            return null;
        }
        var digits = string.Concat(bare.Where(char.IsAsciiDigit));
        var nationwide = digits.Length == 8 && digits[0] == '1';
        var area = digits.Length is >= 9 and <= 12 && digits[0] == '0' && digits[1] != '0';
        return nationwide || area ? digits : null;
    }

    // Length of +82, 0082 or 82: no Korean number begins like the last two.
    private static int? CountryCode(string bare) =>
        bare.StartsWith("+82", StringComparison.Ordinal) ? 3
        : bare.StartsWith("0082", StringComparison.Ordinal) ? 4
        : bare.StartsWith("82", StringComparison.Ordinal) && bare.Count(char.IsAsciiDigit) > 9 ? 2
        : null;

    /// <summary>Formats digits: <c>010-1234-5678</c>, <c>02-123-4567</c>, <c>1588-0000</c>.</summary>
    public static string Format(string digits)
    {
        if (digits.Length < 8 || !digits.All(char.IsAsciiDigit))
        {
            return digits;
        }
        var head =
            digits[0] != '0' ? ""
            : digits.StartsWith("02", StringComparison.Ordinal) ? digits[..2]
            : digits[..(digits.Length == 12 ? 4 : 3)];
        var middle = digits[head.Length..^4];
        return head.Length == 0 ? $"{middle}-{digits[^4..]}" : $"{head}-{middle}-{digits[^4..]}";
    }
}
