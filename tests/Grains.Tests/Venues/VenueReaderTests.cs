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
    [InlineData("120-88-00767,종로포차,우주정거장,11110,종로 1,,,", VenueRowProblem.Type, "type")]
    [InlineData("120-88-00767,종로포차,헌팅포차,99999,종로 1,,,", VenueRowProblem.District, "district")]
    [InlineData("120-88-00767,종로포차,헌팅포차,부산광역시 해운대구,해운대로 1,,,", VenueRowProblem.Jurisdiction, "district")]
    public void An_invalid_row_is_reported_with_its_reason_and_valid_rows_are_kept(string row, VenueRowProblem problem, string field)
    {
        const string Other = "220-81-62517,강남노래방,노래연습장업,서울 강남구,테헤란로 1,,,20180302";
        var reading = Read($"{Head}\n{row}\n{Other}\n");
        var fault = Assert.Single(reading.Faults);
        Assert.Equal((2, problem, field, row), (fault.Line, fault.Problem, fault.Field, fault.Content));
        Assert.Equal("강남노래방", Assert.Single(reading.Rows).Name);
    }

    [Theory]
    [InlineData("12-34,종로포차,헌팅포차,11110,종로 1,,,", "number")]
    [InlineData("123-45-67890,종로포차,헌팅포차,11110,종로 1,,,", "number")]
    [InlineData("000-00-00000,종로포차,헌팅포차,11110,종로 1,,,", "number")]
    [InlineData("=1+1,종로포차,헌팅포차,11110,종로 1,,,", "number")]
    [InlineData(",종로포차,헌팅포차,11110,종로 1,12,,", "phone")]
    [InlineData(",종로포차,헌팅포차,11110,종로 1,02-,,", "phone")]
    [InlineData(",종로포차,헌팅포차,11110,종로 1,,많음,", "capacity")]
    [InlineData(",종로포차,헌팅포차,11110,종로 1,,0,", "capacity")]
    [InlineData(",종로포차,헌팅포차,11110,종로 1,,,03/02/2018", "licensed")]
    [InlineData(",종로포차,헌팅포차,11110,종로 1,,,2018-02-30", "licensed")]
    [InlineData(",종로포차,헌팅포차,11110,종로 1,,,2021-01-01", "licensed")]
    [InlineData(",종로포차,헌팅포차,11110,종로 1,02-,x,y", "phone, capacity, licensed")]
    public void An_unreadable_optional_value_does_not_cost_the_row(string row, string fields)
    {
        var reading = Read($"{Head}\n{row}\n");
        var taken = Assert.Single(reading.Rows);
        Assert.Equal(("", "", 0, null), (taken.Number, taken.Phone, taken.Capacity, taken.LicensedOn));
        var note = Assert.Single(reading.Faults);
        Assert.Equal((2, VenueRowProblem.FieldsIgnored, fields, row), (note.Line, note.Problem, note.Field, note.Content));
        Assert.Equal((0, 1), (reading.Bad, reading.Noted));
    }

    [Theory]
    [InlineData("폐업")]
    [InlineData("휴업")]
    [InlineData("취소/말소/만료/정지/중지")]
    [InlineData("제외/삭제/전출")]
    [InlineData("03")]
    [InlineData("3")]
    [InlineData("Closed")]
    public void An_ended_licence_is_left_out_and_counted(string state)
    {
        var ended = Good.Replace("120-88-00767", "", StringComparison.Ordinal);
        var reading = Read($"{Head},영업상태명,폐업일자\n{ended},{state},\n{Good},영업/정상,2012-01-01\n");
        Assert.Empty(reading.Faults);
        Assert.Equal(("1208800767", 1), (Assert.Single(reading.Rows).Number, reading.Ended));
    }

    [Theory]
    [InlineData("영업/정상", "2012-01-01", 0)]
    [InlineData("01", "", 0)]
    [InlineData("", "", 0)]
    [InlineData("", "2012-01-01", 1)]
    public void A_closing_date_counts_only_without_a_state(string state, string closed, int ended) =>
        Assert.Equal(ended, Read($"{Head},영업상태명,폐업일자\n{Good},{state},{closed}\n,강남포차,헌팅포차,11110,종로 2,,,,,\n").Ended);

    [Fact]
    public void The_filled_one_of_two_address_columns_is_read()
    {
        const string Columns = "상호,업종,소재지전체주소,도로명전체주소";
        var reading = Read($"{Columns}\n종로포차,헌팅포차,,서울특별시 종로구 종로 1\n강남포차,헌팅포차,서울 강남구 테헤란로 1,\n");
        Assert.Equal(["11110", "11680"], reading.Rows.Select(row => row.District));
    }

    [Fact]
    public void Empty_rows_and_empty_fields_behind_the_last_are_ignored()
    {
        var reading = Read($"{Head}\n,,,,,,,\n{Good},,,\n ,,,,,,, \n");
        Assert.Single(reading.Rows);
        Assert.Empty(reading.Faults);
    }

    [Theory]
    [InlineData("서울시 종로구", "종로 1", "11110")]
    [InlineData("서울시", "종로구 종로 1", "11110")]
    [InlineData("서울특별시", "서울시 종로구 종로 1", "11110")]
    [InlineData("", "서울시 강남구 테헤란로 1", "11680")]
    [InlineData("11110.0", "종로 1", "11110")]
    [InlineData("1111010100", "종로 1", "11110")]
    [InlineData("부산시 해운대구", "해운대로 1", "26350")]
    [InlineData("", "세종특별자치시 한누리대로 2130", "36110")]
    [InlineData("", "세종시 한누리대로 2130", "36110")]
    [InlineData("", "강원특별자치도 춘천시 중앙로 1", "42110")]
    [InlineData("51110", "중앙로 1", "42110")]
    [InlineData("", "전북특별자치도 전주시 완산구 노송광장로 10", "45110")]
    [InlineData("", "인천광역시 남구 독정이로 95", "28177")]
    [InlineData("인천 남구", "독정이로 95", "28177")]
    [InlineData("", "대구광역시 군위군 군위읍 1", "47720")]
    public void Old_new_and_short_names_of_a_district_mean_the_same(string stated, string address, string code)
    {
        var reading = new VenueReader(Jurisdiction.Nation, new DateOnly(2020, 6, 12)).Read(
            Encoding.UTF8.GetBytes($"상호,업종,시군구,주소\n종로포차,헌팅포차,{stated},{address}\n")
        );
        Assert.Equal(code, Assert.Single(reading.Rows).District);
    }

    [Theory]
    [InlineData("중구", "서울특별시 중구 세종대로 110", "11140")]
    [InlineData("중구", "부산 중구 중앙대로 1", "26110")]
    [InlineData("남구", "대구시 남구 앞산로 1", "27200")]
    [InlineData("중구", "세종대로 110", null)]
    [InlineData("중구", "서울특별시 종로구 종로 1", null)]
    public void The_address_decides_between_districts_of_the_same_name(string stated, string address, string? code)
    {
        var reading = new VenueReader(Jurisdiction.Nation, new DateOnly(2020, 6, 12)).Read(
            Encoding.UTF8.GetBytes($"상호,업종,시군구,주소\n종로포차,헌팅포차,{stated},{address}\n")
        );
        Assert.Equal(code, reading.Rows.SingleOrDefault()?.District);
        Assert.Equal(code is null ? [VenueRowProblem.District] : [], reading.Faults.Select(fault => fault.Problem));
    }

    [Fact]
    public void Without_an_address_the_jurisdiction_decides_between_districts_of_the_same_name()
    {
        var seoul = new VenueReader(new Jurisdiction("11"), new DateOnly(2020, 6, 12));
        var list = "상호,업종,시군구,주소\n가,헌팅포차,중구,세종대로 110\n나,헌팅포차,중구,부산광역시 중구 중앙대로 1\n"u8.ToArray();

        var reading = seoul.Read(list);

        Assert.Equal("11140", Assert.Single(reading.Rows).District);
        Assert.Equal(VenueRowProblem.Jurisdiction, Assert.Single(reading.Faults).Problem);
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
        var reading = Read($"{Head}\n120-88-00767,\"종로\n\"\"포차\"\"\",헌팅포차,11110,\"종로 1,\r\n 3층\",,,\n");
        Assert.Equal(("종로 \"포차\"", "종로 1, 3층"), (Assert.Single(reading.Rows).Name, reading.Rows[0].Address));
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
