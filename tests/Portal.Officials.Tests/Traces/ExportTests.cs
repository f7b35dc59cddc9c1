using System.IO.Compression;
using System.Text;
using System.Xml.Linq;
using KiPass.Portal.Officials.Traces.Exports;
using KiPass.Portal.Officials.Traces.LineList;

namespace KiPass.Portal.Officials.Tests.Traces;

/// <summary>Files are read back here with code that knows nothing of how they were written.</summary>
public sealed class ExportTests
{
    [Fact]
    public async Task CSV_rows_round_trip_and_the_file_has_a_byte_order_mark()
    {
        var rows = await Rows();
        var bytes = await ExportTable.Of("C-1", rows, Names).ToCsv();
        Assert.Equal(new byte[] { 0xEF, 0xBB, 0xBF }, bytes[..3]);
        var read = ReadCsv(Encoding.UTF8.GetString(bytes[3..]));
        Assert.Equal(1 + rows.Count, read.Count);
        Assert.All(read, row => Assert.Equal(18, row.Count));
        var evil = read.Single(row => row[1].Contains("evil", StringComparison.Ordinal));
        Assert.Equal("'=HYPERLINK(\"evil,\")", evil[1]);
        Assert.Equal(("010-1234-5678", "+821012345678"), (evil[2], evil[3]));
        Assert.Equal("'=카페", evil[10]);
        Assert.Equal(("연락됨 reached", "김담당", "'=1+1"), (evil[15], evil[16], evil[17]));
        var plain = read.Single(row => row[1] == "김하나");
        Assert.Equal(("연락 전 to call", "", ""), (plain[15], plain[16], plain[17]));
        Assert.Contains(read, row => row[1].Length == 0 && row[15].Length == 0);
    }

    [Fact]
    public async Task A_file_without_the_people_of_an_issuer_says_so_in_each_row()
    {
        var rows = await Rows();
        var table = ExportTable.Of("C-1", rows, Names, missing: "2:Refused:order-limit");
        Assert.Equal("누락된 발급회사 Missing issuers", table.Headers[^1]);
        Assert.All(table.Rows, row => Assert.Equal("2:Refused:order-limit", row[^1]));
    }

    [Fact]
    public async Task An_exported_workbook_contains_all_rows_as_text_without_formulas()
    {
        var rows = await Rows();
        var table = ExportTable.Of("C-1", rows, Names);
        using var zip = new ZipArchive(new MemoryStream(XlsxFile.Write(table)));
        Assert.DoesNotContain(Xml(zip, "xl/worksheets/sheet1.xml").Descendants(), element => element.Name.LocalName == "f");
        var read = ReadXlsx(zip);
        Assert.Equal(table.Rows.Prepend(table.Headers).Select(row => string.Join('|', row)), read.Select(row => string.Join('|', row)));
    }

    [Fact]
    public async Task The_SORMAS_export_has_the_columns_of_its_contact_import()
    {
        var rows = await Rows();
        var read = ReadCsv(
            Encoding.UTF8.GetString(
                (await ExportTable.Sormas("C-1", [.. rows.Select(row => row.Row)], DateTimeOffset.UnixEpoch).ToCsv())[3..]
            )
        );
        var person = read.Single(row => row[^1] == "+821022222222");
        string Cell(string column) => person[read[0].IndexOf(column)];
        Assert.Equal(("하나", "김"), (Cell("person.firstName"), Cell("person.lastName")));
        Assert.Equal(
            ("C-1", "CORONAVIRUS", "UNKNOWN", "06/12/2020", "1990"),
            (Cell("caseIdExternalSystem"), Cell("disease"), Cell("person.sex"), Cell("lastContactDate"), Cell("person.birthdateYYYY"))
        );
        Assert.Equal(2, read.Count(row => row[^1].StartsWith('+')));
        // A name of another form has no first name: the placeholder stays as SORMAS expects it.
        Assert.Equal("-", read.Single(row => row[^1] == "+821012345678")[read[0].IndexOf("person.firstName")]);
    }

    private static readonly Guid Assigned = Guid.NewGuid();

    private static readonly Dictionary<Guid, string> Names = new() { [Assigned] = "김담당" };

    private static async Task<IReadOnlyList<ListedRow>> Rows()
    {
        using var traces = new TraceFixture();
        var scene = new Scene(traces);
        scene.Met("=HYPERLINK(\"evil,\")", "+821012345678", at: scene.Cafe);
        scene.Met("김하나", "+821022222222");
        scene.Met(null, "");
        scene.Found();
        var rows = (await traces.Lists.Open(TraceFixture.Asks, await traces.Traced())).List!.Rows;
        return
        [
            .. rows.Select(row => new ListedRow(
                row,
                true,
                row.Phone == "+821012345678" ? new FollowUp(ContactStatus.Reached, Assigned, "=1+1") : FollowUp.None
            )),
        ];
    }

    private static List<List<string>> ReadCsv(string text)
    {
        var rows = new List<List<string>> { new() { "" } };
        var quoted = false;
        for (var i = 0; i < text.Length; i++)
        {
            var row = rows[^1];
            if (text[i] == '"')
            {
                if (quoted && i + 1 < text.Length && text[i + 1] == '"')
                {
                    row[^1] += text[i++];
                    continue;
                }
                quoted = !quoted;
            }
            else if (!quoted && text[i] == ',')
            {
                row.Add("");
            }
            else if (!quoted && text[i] == '\r')
            {
                i++;
                rows.Add([""]);
            }
            else
            {
                row[^1] += text[i];
            }
        }
        rows.RemoveAt(rows.Count - 1);
        return rows;
    }

    private static XDocument Xml(ZipArchive zip, string name)
    {
        using var stream = zip.GetEntry(name)!.Open();
        return XDocument.Load(stream);
    }

    private static IEnumerable<string[]> ReadXlsx(ZipArchive zip)
    {
        var sheet = Xml(zip, "xl/worksheets/sheet1.xml");
        XNamespace main = sheet.Root!.Name.Namespace;
        var shared = zip.GetEntry("xl/sharedStrings.xml") is null
            ? []
            : Xml(zip, "xl/sharedStrings.xml").Root!.Elements(main + "si").Select(item => item.Value).ToArray();
        return sheet
            .Descendants(main + "row")
            .Select(row =>
                row.Elements(main + "c")
                    .Select(cell =>
                        cell.Attribute("t")?.Value switch
                        {
                            "s" => shared[int.Parse(cell.Element(main + "v")!.Value, System.Globalization.CultureInfo.InvariantCulture)],
                            "inlineStr" => cell.Element(main + "is")!.Value,
                            "str" => cell.Element(main + "v")?.Value ?? "",
                            _ when cell.Value.Length == 0 => "",
                            var other => throw new Xunit.Sdk.XunitException($"A cell of type {other ?? "number"}: {cell.Value}"),
                        }
                    )
                    .ToArray()
            );
    }
}
