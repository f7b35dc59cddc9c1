using System.Buffers;

namespace KiPass.Portal.Shared.Csv;

/// <summary>
/// Prevents CSV injection (OWASP): adds an apostrophe before a field that a spreadsheet would evaluate as a formula. A formula starts
/// with <c>= + - @</c>, also after spaces or in full-width form. A leading tab or line break counts as a formula as well. Two exceptions
/// are not formulas: a phone number with its country code, and a single sign such as the placeholder <c>-</c>.
/// </summary>
internal static class SpreadsheetGuard
{
    private static readonly SearchValues<char> PhoneCharacters = SearchValues.Create("0123456789 -");

    public static string Escape(string field) => IsFormula(field) ? "'" + field : field;

    private static bool IsFormula(string field) =>
        field is ['\t' or '\r' or '\n', ..]
        || (field.TrimStart() is ['=' or '+' or '-' or '@' or '＝' or '＋' or '－' or '＠', _, ..] && !IsPhone(field));

    // Such as +821012345678 or +1 202-555-0147. With hyphens but no spaces, a spreadsheet would evaluate it as a subtraction.
    private static bool IsPhone(string field) =>
        field is ['+', >= '1' and <= '9', ..]
        && field.Length is >= 8 and <= 20
        && field.AsSpan(1).IndexOfAnyExcept(PhoneCharacters) < 0
        && (!field.Contains('-', StringComparison.Ordinal) || field.Contains(' ', StringComparison.Ordinal));
}
