using System.Globalization;
using System.Text;

namespace KiPass.Issuer.Personal;

/// <summary>A person's name as written, 1 to 60 characters in Unicode NFC.</summary>
internal readonly record struct PersonName
{
    private const int MaxCharacters = 60;

    private PersonName(string value) => Value = value;

    public string Value { get; }

    /// <summary>Trims and normalizes; null if empty, too long, without a letter, or with control, format or unassigned characters.</summary>
    public static PersonName? Read(string? text)
    {
        if (text is null || text.Length > 4 * MaxCharacters || !IsWellFormed(text))
        {
            return null;
        }
        var name = text.Trim().Normalize(NormalizationForm.FormC);
        return name.Length is > 0 and <= MaxCharacters && name.Any(char.IsLetter) && name.EnumerateRunes().All(IsAllowed)
            ? new PersonName(name)
            : null;
    }

    /// <summary>Whether another spelling is the same name: spaces and capitals do not count.</summary>
    public bool IsSameAs(string other) => string.Equals(Comparable(Value), Comparable(other), StringComparison.OrdinalIgnoreCase);

    /// <summary>One spelling for all that are the same name.</summary>
    public static string Normalized(string name) => Comparable(name).ToUpperInvariant();

    private static string Comparable(string name) =>
        string.Concat(name.Normalize(NormalizationForm.FormKC).Where(character => !char.IsWhiteSpace(character)));

    /// <summary>Reads a name from the database.</summary>
    public static PersonName FromStore(string value) => new(value);

    /// <summary>Redacted, so that a name cannot reach a log.</summary>
    public override string ToString() => nameof(PersonName);

    private static bool IsWellFormed(string text) => !text.EnumerateRunes().Contains(Rune.ReplacementChar);

    private static bool IsAllowed(Rune rune) =>
        Rune.GetUnicodeCategory(rune)
            is not (
                UnicodeCategory.Control
                or UnicodeCategory.Format
                or UnicodeCategory.LineSeparator
                or UnicodeCategory.ParagraphSeparator
                or UnicodeCategory.PrivateUse
                or UnicodeCategory.OtherNotAssigned
                or UnicodeCategory.Surrogate
            );
}
