using CsvHelper;

namespace KiPass.Portal.Shared.Csv;

/// <summary>
/// Writes CSV (RFC 4180) in UTF-8 with a byte order mark, so that spreadsheets display Korean correctly. Every field passes through
/// <see cref="SpreadsheetGuard"/>, which, unlike the guard of CsvHelper, handles phone numbers and leading spaces. Disposing closes the
/// stream.
/// </summary>
public sealed class CsvFile(Stream output) : IAsyncDisposable
{
    public const string MediaType = "text/csv; charset=utf-8";

    private static readonly CsvWriterOptions Options = CsvWriterOptions.Default with { WriteByteOrderMark = true };

    private readonly CsvWriter writer = CsvWriter.Create(output, Options, leaveOpen: false);

    public async Task WriteRow(params IEnumerable<string> fields) =>
        await writer.WriteRecordAsync([.. fields.Select(SpreadsheetGuard.Escape)]);

    public ValueTask DisposeAsync() => writer.DisposeAsync();
}
