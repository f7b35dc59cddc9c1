using KiPass.Hosting.Limits;
using PhoneNumbers;

namespace KiPass.Issuer.Personal;

/// <summary>A mobile number in E.164 (<c>+821012345678</c>).</summary>
internal readonly record struct PhoneNumber
{
    private const int MaxCharacters = 40;

    private PhoneNumber(string value) => Value = value;

    public string Value { get; }

    /// <summary>
    /// Whether messages are sent to this number. Satellite and premium numbers are no mobile numbers of a country, so they never are.
    /// </summary>
    public bool IsIn(CallingCodes countries) => countries.Allows(PhoneNumberUtil.GetInstance().Parse(Value, null).CountryCode);

    /// <summary>Reads a number as people write it; without a country code it is Korean. Null if it is not a mobile number.</summary>
    public static PhoneNumber? Read(string? text)
    {
        if (text is null || text.Length > MaxCharacters)
        {
            return null;
        }
        // 00 is no prefix in Korea, but people write it; 0082 is Korea itself.
        var written = text.Trim();
        return Parse(text) ?? (written.StartsWith("00", StringComparison.Ordinal) ? Parse($"+{written[2..]}") : null);
    }

    private static PhoneNumber? Parse(string text)
    {
        var library = PhoneNumberUtil.GetInstance();
        try
        {
            var number = library.Parse(text, "KR");
            return
                library.IsValidNumber(number)
                && library.GetNumberType(number) is PhoneNumberType.MOBILE or PhoneNumberType.FIXED_LINE_OR_MOBILE
                ? new PhoneNumber(library.Format(number, PhoneNumberFormat.E164))
                : null;
        }
        catch (NumberParseException)
        {
            return null;
        }
    }

    /// <summary>Reads a number from the database.</summary>
    public static PhoneNumber FromStore(string value) => new(value);

    /// <summary>Redacted, so that a number cannot reach a log.</summary>
    public override string ToString() => nameof(PhoneNumber);
}
