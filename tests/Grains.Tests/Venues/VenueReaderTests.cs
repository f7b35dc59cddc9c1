using System.Text;
using KiPass.Contracts.Access;
using KiPass.Contracts.Venues;
using KiPass.Grains.Venues;

namespace KiPass.Grains.Tests.Venues;

/// <summary>Lists as offices really send them: each bad row with its reason, good rows kept.</summary>
public sealed class VenueReaderTests
{
    private const string Head = "사업자등록번호,상호,업종,시군구,주소,전화번호,수용인원,인허가일자";
    private const string Good = "120-88-00767,종로포차,헌팅포차,11110,종로 1,02-123-4567,80,2018-03-02";

    [Theory]
    [InlineData("utf-8")]
    [InlineData("utf-8 with its mark")]
    [InlineData("utf-16")]
    [InlineData("euc-kr")]
    public void Every_encoding_used_by_district_offices_is_readable(string encoding)
    {
        var text = $"{Head}\r\n{Good}\r\n";
        var bytes = encoding switch
        {
            "utf-8 with its mark" => [0xef, 0xbb, 0xbf, .. Encoding.UTF8.GetBytes(text)],
            "utf-16" => [.. Encoding.Unicode.GetPreamble(), .. Encoding.Unicode.GetBytes(text)],
            "euc-kr" => CodePagesEncodingProvider.Instance.GetEncoding(949)!.GetBytes(text),
            _ => Encoding.UTF8.GetBytes(text),
        };
        var row = Assert.Single(Read(bytes).Rows);
        Assert.Equal(
            ("1208800767", "종로포차", "hunting-pub", "11110", "종로 1", "021234567", 80, new DateOnly(2018, 3, 2)),
            (row.Number, row.Name, row.Type, row.District, row.Address, row.Phone, row.Capacity, row.LicensedOn)
        );
    }

    [Theory]
    [InlineData("120-88-00767,\"종로\"포차,헌팅포차,11110,종로 1,,,", VenueRowProblem.Quotes, "")]
    [InlineData("120-88-00767,종로포차,헌팅포차,11110,종로 1", VenueRowProblem.Fields, "")]
    [InlineData("120-88-00767,,헌팅포차,11110,종로 1,,,", VenueRowProblem.Missing, "name")]
    [InlineData("120-88-00767,종로포차,헌팅포차,11110,,,,", VenueRowProblem.Missing, "address")]
    [InlineData("120-88-00767,=1+1,헌팅포차,11110,종로 1,,,", VenueRowProblem.Formula, "name")]
    [InlineData("120-88-00767,종로포차,헌팅포차,11110,@SUM(A1),,,", VenueRowProblem.Formula, "address")]
    [InlineData("=\"1208800767\",종로포차,헌팅포차,11110,종로 1,,,", VenueRowProblem.Formula, "number")]
    [InlineData("12-34,종로포차,헌팅포차,11110,종로 1,,,", VenueRowProblem.NumberForm, "number")]
    [InlineData("123-45-67890,종로포차,헌팅포차,11110,종로 1,,,", VenueRowProblem.NumberCheckDigit, "number")]
    [InlineData("000-00-00000,종로포차,헌팅포차,11110,종로 1,,,", VenueRowProblem.NumberCheckDigit, "number")]
    [InlineData("120-88-00767,종로포차,우주정거장,11110,종로 1,,,", VenueRowProblem.Type, "type")]
    [InlineData("120-88-00767,종로포차,헌팅포차,99999,종로 1,,,", VenueRowProblem.District, "district")]
    [InlineData("120-88-00767,종로포차,헌팅포차,부산광역시 해운대구,해운대로 1,,,", VenueRowProblem.Jurisdiction, "district")]
    [InlineData("120-88-00767,종로포차,헌팅포차,11110,종로 1,12,,", VenueRowProblem.Phone, "phone")]
    [InlineData("120-88-00767,종로포차,헌팅포차,11110,종로 1,,많음,", VenueRowProblem.Capacity, "capacity")]
    [InlineData("120-88-00767,종로포차,헌팅포차,11110,종로 1,,0,", VenueRowProblem.Capacity, "capacity")]
    [InlineData("120-88-00767,종로포차,헌팅포차,11110,종로 1,,,03/02/2018", VenueRowProblem.Day, "licensed")]
    [InlineData("120-88-00767,종로포차,헌팅포차,11110,종로 1,,,2018-02-30", VenueRowProblem.Day, "licensed")]
    [InlineData("120-88-00767,종로포차,헌팅포차,11110,종로 1,,,2021-01-01", VenueRowProblem.Day, "licensed")]
    public void An_invalid_row_is_reported_with_its_reason_and_valid_rows_are_kept(string row, VenueRowProblem problem, string field)
    {
        const string Other = "220-81-62517,강남노래방,노래연습장업,서울 강남구,테헤란로 1,,,20180302";
        var reading = Read($"{Head}\n{row}\n{Other}\n");
        var fault = Assert.Single(reading.Faults);
        Assert.Equal((2, problem, field, row), (fault.Line, fault.Problem, fault.Field, fault.Content));
        Assert.Equal("강남노래방", Assert.Single(reading.Rows).Name);
    }

    [Fact]
    public void A_duplicate_row_is_skipped_and_refers_to_the_first()
    {
        var reading = Read($"{Head}\n{Good}\n{Good}\n,종로 포차,헌팅포차,종로구,\"서울특별시 종로구 종로 1, 3층\",,,\n");
        Assert.Single(reading.Rows);
        Assert.Equal(
            [(3, VenueRowProblem.NumberTwice, "2"), (4, VenueRowProblem.PlaceTwice, "2")],
            reading.Faults.Select(fault => (fault.Line, fault.Problem, fault.Field))
        );
    }

    [Fact]
    public void An_unclosed_quotation_mark_affects_only_its_own_row()
    {
        var reading = Read($"{Head}\n120-88-00767,\"종로포차,헌팅포차,11110,종로 1,,,\n{Good}\n");
        Assert.Equal((2, VenueRowProblem.Quotes), (Assert.Single(reading.Faults).Line, reading.Faults[0].Problem));
        Assert.Equal(3, Assert.Single(reading.Rows).Line);
    }

    [Fact]
    public void A_quoted_field_can_contain_a_line_break()
    {
        var reading = Read($"{Head}\n120-88-00767,\"종로\"\"포차\"\"\",헌팅포차,11110,\"종로 1,\n3층\",,,\n");
        Assert.Equal(VenueRowProblem.Unreadable, Assert.Single(reading.Faults).Problem);
        reading = Read($"{Head}\n120-88-00767,\"종로 \"\"포차\"\"\",헌팅포차,11110,\"종로 1, 3층\",,,\n");
        Assert.Equal(("종로 \"포차\"", "종로 1, 3층"), (Assert.Single(reading.Rows).Name, reading.Rows[0].Address));
    }

    [Fact]
    public void A_line_break_in_an_unread_column_keeps_later_line_numbers_correct()
    {
        const string Other = "220-81-62517,강남노래방,노래연습장업,서울 강남구,테헤란로 1,,,20180302,";
        var reading = Read($"{Head},비고\r\n{Good},\"첫 줄\r\n둘째, \"\"줄\"\"\"\r\n{Other}\r\n");
        Assert.Empty(reading.Faults);
        Assert.Equal([2, 4], reading.Rows.Select(row => row.Line));
    }

    [Fact]
    public void Invalid_bytes_affect_only_their_own_row()
    {
        byte[] bytes = [.. Encoding.UTF8.GetBytes($"{Head}\n{Good}\n"), 0xff, 0xfe, 0xfd, (byte)'\n'];
        var reading = Read(bytes);
        Assert.Single(reading.Rows);
        Assert.Equal((3, VenueRowProblem.Unreadable), (Assert.Single(reading.Faults).Line, reading.Faults[0].Problem));
    }

    [Fact]
    public void An_unusable_file_is_refused_as_a_whole_with_the_reason()
    {
        Assert.Equal(VenueFileProblem.Empty, Read([]).Problem);
        Assert.Equal(VenueFileProblem.Empty, Read(Head).Problem);
        Assert.Equal(VenueFileProblem.Encoding, Read([0x50, 0x4b, 3, 4, 0, 0, 8, 0]).Problem);
        var columns = Read($"상호,전화번호\n종로포차,02-123-4567\n");
        Assert.Equal((VenueFileProblem.Columns, "type, address"), (columns.Problem, columns.Detail));
        Assert.Equal(VenueFileProblem.NoGoodRow, Read($"{Head}\nx\n").Problem);
    }

    [Fact]
    public void A_file_with_a_million_rows_is_refused_without_keeping_any()
    {
        var text = new StringBuilder(Head).Append('\n');
        for (var i = 0; i < 1_000_000; i++)
        {
            text.Append("a,b,c\n");
        }
        var reading = Read(text.ToString());
        Assert.Equal((VenueFileProblem.TooLarge, "50000"), (reading.Problem, reading.Detail));
        Assert.Empty(reading.Rows);
    }

    [Theory]
    [InlineData("(주) 종로 포차", "종로포차")]
    [InlineData("㈜종로포차", "종로포차")]
    [InlineData("주식회사 종로포차", "종로포차")]
    [InlineData("CLUB-Nua 2", "club-nua2")]
    public void Name_comparison_ignores_spelling_variants(string name, string key) => Assert.Equal(key, VenueKeys.Name(name));

    [Theory]
    [InlineData("서울특별시 종로구 종로 1, 3층 (관철동)", "종로1")]
    [InlineData("서울 종로구 종로 1 지하1층", "종로1")]
    [InlineData("종로1", "종로1")]
    [InlineData("종로 12-3 B1층", "종로12-3")]
    public void Address_comparison_ignores_district_and_floor(string address, string key) =>
        Assert.Equal(key, VenueKeys.Address(address, "11110"));

    private static VenueReading Read(string text) => Read(Encoding.UTF8.GetBytes(text));

    private static VenueReading Read(byte[] bytes) => new VenueReader(new Jurisdiction("11"), new DateOnly(2020, 6, 12)).Read(bytes);
}
