using System.Globalization;
using System.Text;
using CsvHelper;
using CsvHelper.Configuration;

namespace KiPass.Portal.Shared.Csv;

/// <summary>
/// Writes CSV (RFC 4180: commas, CRLF) in UTF-8 with a byte order mark, so that spreadsheets read Korean. Every field passes
/// <see cref="SpreadsheetGuard"/>. Disposing closes the stream.
/// </summary>
public sealed class CsvFile(Stream output) : IAsyncDisposable
{
    public const string MediaType = "text/csv; charset=utf-8";

    private static readonly CsvConfiguration Configuration = new(CultureInfo.InvariantCulture)
    {
        NewLine = "\r\n",
        // With NewLine set, CsvHelper itself would not quote a field with only half of it.
        ShouldQuote = field => field.Field?.AsSpan().IndexOfAny(",\"\r\n") >= 0,
        // Its own guard knows neither phone numbers nor leading blanks.
        InjectionOptions = InjectionOptions.None,
    };

    private readonly CsvWriter writer = new(
        new StreamWriter(output, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true)),
        Configuration
    );

    public async Task WriteRow(params IEnumerable<string> fields)
    {
        foreach (var field in fields)
        {
            writer.WriteField(SpreadsheetGuard.Escape(field));
        }
        await writer.NextRecordAsync();
    }

    public ValueTask DisposeAsync() => writer.DisposeAsync();
}
