using System.Text;

namespace KiPass.Portal.Officials.Traces.Exports;

/// <summary>
/// CSV (RFC 4180) in UTF-8 with a byte order mark, so that spreadsheets read Korean. A cell that a spreadsheet would compute (it begins with
/// <c>= + - @</c>, a tab or a return) gets an apostrophe; a phone number of <c>+</c> and digits computes nothing and stays as it is.
/// </summary>
internal static class CsvFile
{
    public const string MediaType = "text/csv; charset=utf-8";

    public static byte[] Write(ExportTable table)
    {
        var text = new StringBuilder();
        foreach (var row in table.Rows.Prepend(table.Headers))
        {
            text.AppendJoin(',', row.Select(cell => Quote(Harmless(cell)))).Append("\r\n");
        }
        return [.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(text.ToString())];
    }

    /// <summary>The cell as no spreadsheet computes it.</summary>
    public static string Harmless(string cell) =>
        (cell.TrimStart() is ['=' or '+' or '-' or '@', ..] && !IsPhone(cell)) || cell is ['\t' or '\r' or '\n', ..] ? "'" + cell : cell;

    private static bool IsPhone(string cell) =>
        cell is ['+', >= '1' and <= '9', ..]
        && cell.Length is >= 8 and <= 20
        && cell.Skip(1).All(c => char.IsAsciiDigit(c) || c is ' ' or '-');

    private static string Quote(string cell) =>
        cell.AsSpan().IndexOfAny(",\"\r\n") >= 0 ? $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : cell;
}
