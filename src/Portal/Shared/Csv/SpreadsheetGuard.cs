using System.Buffers;

namespace KiPass.Portal.Shared.Csv;

/// <summary>
/// Keeps spreadsheets from computing a field (CSV injection, OWASP): a formula gets a leading apostrophe. A formula begins with <c>= + - @</c>, also
/// after blanks and in full width; spreadsheets treat a leading tab or line break like one. Two things begin so and compute nothing: a phone number
/// with its country code, and a lone sign such as the placeholder <c>-</c>.
/// </summary>
internal static class SpreadsheetGuard
{
    private static readonly SearchValues<char> PhoneCharacters = SearchValues.Create("0123456789 -");

    public static string Escape(string field) => IsFormula(field) ? "'" + field : field;

    private static bool IsFormula(string field) =>
        field is ['\t' or '\r' or '\n', ..]
        || (field.TrimStart() is ['=' or '+' or '-' or '@' or '＝' or '＋' or '－' or '＠', _, ..] && !IsPhone(field));

    // +821012345678 or +1 202-555-0147. With hyphens alone it would be a subtraction.
    private static bool IsPhone(string field) =>
        field is ['+', >= '1' and <= '9', ..]
        && field.Length is >= 8 and <= 20
        && field.AsSpan(1).IndexOfAnyExcept(PhoneCharacters) < 0
        && (!field.Contains('-', StringComparison.Ordinal) || field.Contains(' ', StringComparison.Ordinal));
}
