using PhoneNumbers;

namespace KiPass.Portal.Shared.Accounts;

/// <summary>Phone numbers, stored as E.164. Korean numbers are displayed as <c>010-1234-5678</c>.</summary>
public static class Phone
{
    private static readonly PhoneNumberUtil Numbers = PhoneNumberUtil.GetInstance();

    /// <summary>Converts a number to E.164. Null if no such number can exist. A number without a country code is Korean.</summary>
    public static string? Parse(string? typed)
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

    public static string Show(string? e164) =>
        Parse(e164) is { } valid
            ? Numbers.Format(
                Numbers.Parse(valid, "KR"),
                valid.StartsWith("+82", StringComparison.Ordinal) ? PhoneNumberFormat.NATIONAL : PhoneNumberFormat.INTERNATIONAL
            )
            : "";
}
