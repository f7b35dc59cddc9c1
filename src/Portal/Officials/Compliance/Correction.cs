using System.Text;
using CsvHelper;
using KiPass.Contracts.Venues;

namespace KiPass.Portal.Officials.Compliance;

/// <summary>A skipped row of a list, in editable cells.</summary>
/// <param name="line">Line of the file that was uploaded first.</param>
/// <param name="fault">Why the row or some of its values were skipped.</param>
/// <param name="cells">One for each column of the file.</param>
public sealed class CorrectedRow(int line, VenueFault fault, string[] cells)
{
    private readonly string[] cells = [.. cells];

    public int Line { get; } = line;

    public VenueFault Fault { get; } = fault;

    public IReadOnlyList<string> Cells => cells;

    /// <summary>Whether a cell differs from the file.</summary>
    public bool IsChanged { get; private set; }

    public void Set(int column, string? value)
    {
        var text = (value ?? "").Trim();
        IsChanged |= cells[column] != text;
        cells[column] = text;
    }
}

/// <summary>The skipped rows of a list, to be corrected and loaded again in a file with the same columns.</summary>
/// <param name="Columns">The names of the columns, as in the file.</param>
public sealed record Correction(char Separator, IReadOnlyList<string> Columns, IReadOnlyList<CorrectedRow> Rows)
{
    // The register cuts the text of longer rows.
    private const int LongestRow = 500;

    public IReadOnlyList<CorrectedRow> Changed => [.. Rows.Where(row => row.IsChanged)];

    /// <summary>Returns null if there is nothing to correct, or the register does not name the columns.</summary>
    public static Correction? Of(string header, IReadOnlyCollection<VenueFault> faults)
    {
        if (string.IsNullOrWhiteSpace(header))
        {
            return null;
        }
        var separator = ((char[])[',', ';', '\t']).MaxBy(one => header.Count(character => character == one));
        var columns = Cells(header.Trim('\ufeff'), separator);
        CorrectedRow[] rows =
        [
            .. faults
                .Where(fault => fault.Content.Length is > 0 and < LongestRow)
                .Select(fault => new CorrectedRow(fault.Line, fault, Fit(Cells(fault.Content, separator), columns.Length, separator))),
        ];
        return rows.Length == 0 ? null : new Correction(separator, columns, rows);
    }

    /// <summary>The changed rows as a file: UTF-8, with the header. Row <c>i</c> is line <c>i + 2</c>.</summary>
    public async Task<byte[]> File()
    {
        using var content = new MemoryStream();
        await using (var csv = CsvWriter.Create(content, CsvWriterOptions.Default, leaveOpen: true))
        {
            await csv.WriteRecordAsync([.. Columns]);
            foreach (var row in Changed)
            {
                await csv.WriteRecordAsync([.. row.Cells]);
            }
        }
        return content.ToArray();
    }

    /// <summary>
    /// What is left after the changed rows were loaded: the rows that were not changed, and changed rows that were refused again, under their
    /// old line numbers. Null if nothing is left.
    /// </summary>
    public Correction? After(IReadOnlyCollection<VenueFault> faults)
    {
        var sent = Changed;
        CorrectedRow[] again =
        [
            .. faults
                .Where(fault => fault.Line - 2 >= 0 && fault.Line - 2 < sent.Count)
                .Select(fault => new CorrectedRow(sent[fault.Line - 2].Line, fault, [.. sent[fault.Line - 2].Cells])),
        ];
        CorrectedRow[] rows = [.. Rows.Where(row => !row.IsChanged).Concat(again).OrderBy(row => row.Line)];
        return rows.Length == 0 ? null : this with { Rows = rows };
    }

    private static string[] Cells(string text, char separator)
    {
        var options = new CsvReaderOptions
        {
            Separator = separator,
            HasHeader = false,
            TrimWhitespace = true,
        };
        using var reader = CsvReader.Create(Encoding.UTF8.GetBytes(text), options);
        return reader.Read() ? [.. reader.Current.ToArray().Select(cell => cell.Trim())] : [];
    }

    // Too many fields are an unquoted separator somewhere: nothing of the row may be lost.
    private static string[] Fit(string[] cells, int count, char separator) =>
        cells.Length <= count
            ? [.. cells, .. Enumerable.Repeat("", count - cells.Length)]
            : [.. cells[..(count - 1)], string.Join(separator, cells[(count - 1)..]).TrimEnd(separator)];
}
