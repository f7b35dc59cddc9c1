using System.Globalization;
using KiPass.Tokens;
using KiPass.Tokens.Passes;

namespace KiPass.Grains.Visits.Visitors;

/// <summary>
/// The grain key of a visitor: <c>v:{issuer}:{day}:{pseudonym}</c>, day <c>yyyy-MM-dd</c>, pseudonym in 32 hexadecimal digits.
/// </summary>
internal readonly record struct VisitorKey(ushort Issuer, KoreanDay Day, Pseudonym Pseudonym)
{
    private const string Prefix = "v";

    /// <summary>The key as a string.</summary>
    public string Text => string.Create(CultureInfo.InvariantCulture, $"{Prefix}:{Issuer}:{Day}:{Pseudonym.Value:N}");

    /// <summary>Parses a key; throws <see cref="FormatException"/> for a string that <see cref="Text"/> did not produce.</summary>
    public static VisitorKey Parse(string key) =>
        key.Split(':') is [Prefix, var issuer, var day, var pseudonym]
            ? new VisitorKey(
                ushort.Parse(issuer, NumberStyles.None, CultureInfo.InvariantCulture),
                KoreanDay.Parse(day, CultureInfo.InvariantCulture),
                new Pseudonym(Guid.ParseExact(pseudonym, "N"))
            )
            : throw new FormatException("A visitor's key is v:{issuer}:{day}:{pseudonym}.");

    /// <summary>Redacted, so that a pseudonym cannot reach a log or a message.</summary>
    public override string ToString() => nameof(VisitorKey);
}
