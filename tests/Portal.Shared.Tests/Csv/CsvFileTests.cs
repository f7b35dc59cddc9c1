using System.Text;
using KiPass.Portal.Shared.Csv;

namespace KiPass.Portal.Shared.Tests.Csv;

public sealed class CsvFileTests
{
    [Theory]
    [InlineData("종로포차", "종로포차")]
    [InlineData("=1+1", "'=1+1")]
    [InlineData("+82 2", "'+82 2")]
    [InlineData("-1", "'-1")]
    [InlineData("@SUM(A1)", "'@SUM(A1)")]
    [InlineData("\t=1", "'\t=1")]
    [InlineData("a,b", "\"a,b\"")]
    [InlineData("=\"a\"", "\"'=\"\"a\"\"\"")]
    [InlineData("a\nb", "\"a\nb\"")]
    [InlineData("a\rb", "\"a\rb\"")]
    [InlineData("\n=1", "\"'\n=1\"")]
    [InlineData(" a ", " a ")]
    [InlineData("", "")]
    public async Task Exported_fields_cannot_be_formulas_or_break_the_row(string text, string field) =>
        Assert.Equal($"{field},end\r\n", await Written(csv => csv.WriteRow(text, "end")));

    [Fact]
    public async Task A_CSV_file_starts_with_a_byte_order_mark_and_uses_CRLF_line_endings()
    {
        using var file = new MemoryStream();
        await using (var csv = new CsvFile(file))
        {
            await csv.WriteRow("가", "1");
            await csv.WriteRow("나", "2");
        }
        Assert.Equal([0xef, 0xbb, 0xbf, .. Encoding.UTF8.GetBytes("가,1\r\n나,2\r\n")], file.ToArray());
    }

    [Theory]
    [InlineData("=1+1", "'=1+1")]
    [InlineData("+cmd|' /C calc'!A0", "'+cmd|' /C calc'!A0")]
    [InlineData("-2+3", "'-2+3")]
    [InlineData("@SUM(A1)", "'@SUM(A1)")]
    [InlineData(" =1+1", "' =1+1")]
    [InlineData("  -2+3", "'  -2+3")]
    [InlineData(" +82 10", "' +82 10")]
    [InlineData("\u00a0@SUM(A1)", "'\u00a0@SUM(A1)")]
    [InlineData("\u3000=1", "'\u3000=1")]
    [InlineData("＝1+1", "'＝1+1")]
    [InlineData("\t=1", "'\t=1")]
    [InlineData("\ta", "'\ta")]
    [InlineData("\r=1", "'\r=1")]
    [InlineData("\n=1", "'\n=1")]
    [InlineData("+1-1+HYPERLINK", "'+1-1+HYPERLINK")]
    [InlineData("+821012345678", "+821012345678")]
    [InlineData("+1 202-555-0147", "+1 202-555-0147")]
    [InlineData("+82-10-1234-5678", "'+82-10-1234-5678")]
    [InlineData("+82101234567812345678901", "'+82101234567812345678901")]
    [InlineData("010-1234-5678", "010-1234-5678")]
    [InlineData("-", "-")]
    [InlineData("--", "'--")]
    [InlineData("a;=1+1", "a;'=1+1")]
    [InlineData(";=1", ";'=1")]
    [InlineData("a; \"@SUM(A1)", "a; \"'@SUM(A1)")]
    [InlineData("a\n-1", "a\n'-1")]
    [InlineData("a\t=1;＝2", "a\t'=1;'＝2")]
    [InlineData("=a;=b", "'=a;'=b")]
    [InlineData("a;b-1", "a;b-1")]
    [InlineData("김하나", "김하나")]
    [InlineData(" ", " ")]
    [InlineData("", "")]
    public void CSV_export_escapes_formulas_but_not_phone_numbers_or_placeholders(string field, string expected) =>
        Assert.Equal(expected, SpreadsheetGuard.Escape(field));

    private static async Task<string> Written(Func<CsvFile, Task> write)
    {
        using var file = new MemoryStream();
        await using (var csv = new CsvFile(file))
        {
            await write(csv);
        }
        return Encoding.UTF8.GetString(file.ToArray()[3..]);
    }
}
