using System.Text;
using KiPass.Contracts.Venues;
using KiPass.Portal.Officials.Compliance;

namespace KiPass.Portal.Officials.Tests.Compliance;

public sealed class CorrectionTests
{
    private const string Header = "상호,업종,시군구,주소";

    private static readonly VenueFault Formula = Fault(3, VenueRowProblem.Formula, "=HYPERLINK(1),노래방,서울 종로구,종로 78");
    private static readonly VenueFault District = Fault(5, VenueRowProblem.District, "남산포차,헌팅포차,중구,\"퇴계로 77, 2층\"");

    [Fact]
    public async Task Only_changed_rows_are_loaded_with_the_columns_of_the_file()
    {
        var correction = Correction.Of(Header, [Formula, District])!;
        Assert.Equal(["남산포차", "헌팅포차", "중구", "퇴계로 77, 2층"], correction.Rows[1].Cells);
        Assert.Empty(correction.Changed);

        correction.Rows[1].Set(2, "중구");
        Assert.Empty(correction.Changed);
        correction.Rows[1].Set(2, " 서울 중구 ");

        Assert.Equal(5, Assert.Single(correction.Changed).Line);
        Assert.Equal(
            ["상호,업종,시군구,주소", "남산포차,헌팅포차,서울 중구,\"퇴계로 77, 2층\""],
            Encoding.UTF8.GetString(await correction.File()).Split(["\r\n", "\n"], StringSplitOptions.RemoveEmptyEntries)
        );
    }

    [Fact]
    public void Rows_that_are_refused_again_keep_their_line_and_what_was_typed()
    {
        var correction = Correction.Of(Header, [Formula, District])!;
        correction.Rows[1].Set(2, "없는구");

        var left = correction.After([Fault(2, VenueRowProblem.District, "남산포차,헌팅포차,없는구,퇴계로 77")])!;

        Assert.Equal([3, 5], left.Rows.Select(row => row.Line));
        Assert.Equal("없는구", left.Rows[1].Cells[2]);
        Assert.Empty(left.Changed);

        correction.Rows[0].Set(0, "종로노래방");
        Assert.Null(correction.After([]));
    }

    [Theory]
    [InlineData("이름만 있는 줄", new[] { "이름만 있는 줄", "", "", "" })]
    [InlineData("가,나,다,라,마", new[] { "가", "나", "다", "라,마" })]
    [InlineData("가,나,다,라,,,", new[] { "가", "나", "다", "라" })]
    public void Rows_with_too_few_or_too_many_fields_lose_nothing(string content, string[] cells) =>
        Assert.Equal(cells, Correction.Of(Header, [Fault(2, VenueRowProblem.Fields, content)])!.Rows[0].Cells);

    [Fact]
    public void A_file_separated_by_semicolons_is_read_like_the_register_reads_it() =>
        Assert.Equal(
            ["가", "나", "다,라", "마"],
            Correction.Of("상호;업종;시군구;주소", [Fault(2, VenueRowProblem.District, "가;나;다,라;마")])!.Rows[0].Cells
        );

    [Fact]
    public void Rows_whose_text_is_incomplete_cannot_be_corrected_here()
    {
        Assert.Null(Correction.Of(Header, [Fault(2, VenueRowProblem.TooLong, new string('가', 500))]));
        Assert.Null(Correction.Of(Header, [Fault(2, VenueRowProblem.Unreadable, "")]));
        // A register of the version before.
        Assert.Null(Correction.Of("", [Formula]));
    }

    private static VenueFault Fault(int line, VenueRowProblem problem, string content) => new(line, problem, "district", content);
}
