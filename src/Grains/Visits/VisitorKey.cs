using System.Globalization;
using KiPass.Tokens;
using KiPass.Tokens.Passes;

namespace KiPass.Grains.Visits;

/// <summary>
/// The grain key of a visitor, known only by a ticket: <c>v:{issuer}:{day}:{ticket}</c>, day <c>yyyy-MM-dd</c>, ticket in 32 hexadecimal digits.
/// </summary>
internal readonly record struct VisitorKey(ushort Issuer, KoreanDay Day, Ticket Ticket)
{
    private const string Prefix = "v";

    /// <summary>The key as a string.</summary>
    public string Text => string.Create(CultureInfo.InvariantCulture, $"{Prefix}:{Issuer}:{Day}:{Ticket.Value:N}");

    /// <summary>Parses a key; throws <see cref="FormatException"/> for a string that <see cref="Text"/> did not produce.</summary>
    public static VisitorKey Parse(string key) =>
        key.Split(':') is [Prefix, var issuer, var day, var ticket]
            ? new VisitorKey(
                ushort.Parse(issuer, NumberStyles.None, CultureInfo.InvariantCulture),
                KoreanDay.Parse(day, CultureInfo.InvariantCulture),
                new Ticket(Guid.ParseExact(ticket, "N"))
            )
            : throw new FormatException("A visitor's key is v:{issuer}:{day}:{ticket}.");

    /// <summary>Redacted, so that a ticket cannot reach a log or a message.</summary>
    public override string ToString() => nameof(VisitorKey);
}
