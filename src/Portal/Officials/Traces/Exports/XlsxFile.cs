using MiniExcelLibs;
using MiniExcelLibs.OpenXml;

namespace KiPass.Portal.Officials.Traces.Exports;

/// <summary>
/// A workbook with one sheet. All cells are text, so that no formulas run and phone numbers keep their leading characters.
/// </summary>
internal static class XlsxFile
{
    public const string MediaType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    public static byte[] Write(ExportTable table)
    {
        using var stream = new MemoryStream();
        var rows = table.Rows.Select(row => table.Headers.Zip(row).ToDictionary(cell => cell.First, cell => (object)Writable(cell.Second)));
        stream.SaveAs(
            rows.DefaultIfEmpty(table.Headers.ToDictionary(header => header, _ => (object)"")),
            sheetName: "contacts",
            configuration: new OpenXmlConfiguration
            {
                EnableConvertByteArray = false,
                AutoFilter = true,
                EnableAutoWidth = true,
                FastMode = true,
            }
        );
        return stream.ToArray();
    }

    // XML 1.0 does not allow control characters. A name that contains one must not make the file unreadable.
    private static string Writable(string cell) => string.Concat(cell.Where(c => !char.IsControl(c) || c is '\t' or '\n'));
}
