using KiPass.Hosting.Limits;
using PhoneNumbers;

namespace KiPass.Portal.Shared.Accounts;

/// <summary>Phone numbers, stored as E.164. Korean numbers are displayed as <c>010-1234-5678</c>.</summary>
public static class Phone
{
    private const int MaxCharacters = 40;

    private static readonly PhoneNumberUtil Numbers = PhoneNumberUtil.GetInstance();

    /// <summary>Converts a number to E.164. Null if no such number can exist. A number without a country code is Korean.</summary>
    public static string? Parse(string? typed) =>
        typed is not { Length: <= MaxCharacters }
            ? null
            // 00 is no prefix in Korea, but people write it; 0082 is Korea itself.
            : Read(typed) ?? (typed.Trim() is ['0', '0', .. var abroad] ? Read($"+{abroad}") : null);

    private static string? Read(string typed)
    {
        try
        {
            var number = Numbers.Parse(typed, "KR");
            return Numbers.IsValidNumber(number) ? Numbers.Format(number, PhoneNumberFormat.E164) : null;
        }
        catch (NumberParseException)
        {
            return null;
        }
    }

    /// <summary>
    /// Whether messages are sent to a number: a mobile or landline number of an allowed country, never a premium, shared-cost or satellite
    /// number.
    /// </summary>
    public static bool Reaches(string e164, CallingCodes countries)
    {
        try
        {
            var number = Numbers.Parse(e164, "KR");
            return countries.Allows(number.CountryCode)
                && Numbers.GetNumberType(number)
                    is PhoneNumberType.MOBILE
                        or PhoneNumberType.FIXED_LINE
                        or PhoneNumberType.FIXED_LINE_OR_MOBILE
                        or PhoneNumberType.VOIP;
        }
        catch (NumberParseException)
        {
            return false;
        }
    }

    public static string Show(string? e164) =>
        Parse(e164) is { } valid
            ? Numbers.Format(
                Numbers.Parse(valid, "KR"),
                valid.StartsWith("+82", StringComparison.Ordinal) ? PhoneNumberFormat.NATIONAL : PhoneNumberFormat.INTERNATIONAL
            )
            : "";
}
