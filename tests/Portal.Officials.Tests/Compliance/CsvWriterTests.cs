using System.Text;
using KiPass.Portal.Officials.Compliance;

namespace KiPass.Portal.Officials.Tests.Compliance;

public sealed class CsvWriterTests
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
    [InlineData("", "")]
    public void No_field_is_a_formula_and_none_breaks_the_row(string text, string field) => Assert.Equal(field, CsvWriter.Field(text));

    [Fact]
    public async Task A_file_begins_with_the_mark_of_utf_8_and_its_rows_end_as_excel_wants()
    {
        using var file = new MemoryStream();
        await using (var csv = new CsvWriter(file))
        {
            await csv.Row("가", "1");
            await csv.Row("나", "2");
        }
        Assert.Equal([0xef, 0xbb, 0xbf, .. Encoding.UTF8.GetBytes("가,1\r\n나,2\r\n")], file.ToArray());
    }
}
