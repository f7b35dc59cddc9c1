using System.Buffers;
using System.Text.RegularExpressions;

namespace KiPass.Portal.Shared.Csv;

/// <summary>
/// Prevents CSV injection (OWASP): adds an apostrophe before a field that a spreadsheet would evaluate as a formula. A formula starts
/// with <c>= + - @</c>, also after spaces or in full-width form. A leading tab or line break counts as a formula as well. Two exceptions
/// are not formulas: a phone number with its country code, and a single sign such as the placeholder <c>-</c>.
/// </summary>
/// <remarks>
/// Where the list separator is a semicolon, a spreadsheet ignores the quotes inside a line and splits the field at semicolons, tabs and line
/// breaks. So the same rule applies after each of them.
/// </remarks>
internal static partial class SpreadsheetGuard
{
    private static readonly SearchValues<char> PhoneCharacters = SearchValues.Create("0123456789 -");

    public static string Escape(string field)
    {
        var inside = FormulaInside().Replace(field, "$1'");
        return IsFormula(field) ? "'" + inside : inside;
    }

    private static bool IsFormula(string field) =>
        field is ['\t' or '\r' or '\n', ..]
        || (field.TrimStart() is ['=' or '+' or '-' or '@' or '＝' or '＋' or '－' or '＠', _, ..] && !IsPhone(field));

    // Such as +821012345678 or +1 202-555-0147. With hyphens but no spaces, a spreadsheet would evaluate it as a subtraction.
    private static bool IsPhone(string field) =>
        field is ['+', >= '1' and <= '9', ..]
        && field.Length is >= 8 and <= 20
        && field.AsSpan(1).IndexOfAnyExcept(PhoneCharacters) < 0
        && (!field.Contains('-', StringComparison.Ordinal) || field.Contains(' ', StringComparison.Ordinal));

    // A separator, then what a spreadsheet skips before a formula.
    [GeneratedRegex("""(;[\s"]*|(?<=\S[\s\S]*)[\t\r\n][\s"]*)(?=[=+\-@＝＋－＠])""")]
    private static partial Regex FormulaInside();
}
