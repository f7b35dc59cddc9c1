using System.Text;

namespace KiPass.Portal.Officials.Compliance;

/// <summary>CSV as Excel opens it in Korea: with UTF-8's mark, CRLF, and no field that a spreadsheet would take for a formula.</summary>
internal sealed class CsvWriter(Stream output) : IAsyncDisposable
{
    private readonly StreamWriter writer = new(output, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true)) { NewLine = "\r\n" };

    public Task Row(params IEnumerable<string> fields) => writer.WriteLineAsync(string.Join(',', fields.Select(Field)));

    public ValueTask DisposeAsync() => writer.DisposeAsync();

    /// <summary>A field: what begins as a formula does gets an apostrophe, what needs it quotation marks.</summary>
    internal static string Field(string text)
    {
        var safe = text.Length > 0 && text[0] is '=' or '+' or '-' or '@' or '\t' or '\r' ? $"'{text}" : text;
        return safe.AsSpan().IndexOfAny(",\"\r\n") < 0 ? safe : $"\"{safe.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }
}
