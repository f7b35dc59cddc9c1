using System.Globalization;
using System.Text;
using CsCheck;
using KiPass.Contracts.Access;
using KiPass.Contracts.Facilities;
using KiPass.Grains.Venues;

namespace KiPass.Grains.Tests.Venues;

/// <summary>A list means the same before and after a spreadsheet has saved it: regions, whole rows and whole files.</summary>
public sealed class VenueSpreadsheetTests
{
    private const string Head = "사업자등록번호,상호,업종,시군구,주소,전화번호,수용인원,인허가일자";
    private static readonly DateOnly Today = new(2020, 6, 12);

    // Renamed districts have other tests; a name of two places needs its province.
    private static readonly Gen<District> Places = Gen.Int[0, Districts.All.Length - 1].Select(i => Districts.All[i]);

    private static readonly string[] Trade = ["종로포차", "카페 \"봄\"", "A, B", "노래방2호점", "Bar 7", "남궁식당"];

    private static readonly Gen<string> Names = Gen.Int[0, Trade.Length - 1].Select(i => Trade[i]);

    private static readonly Gen<Venue> Venues = Gen.Select(
            Gen.Int[1, 999_999_999],
            Names,
            Places,
            Gen.Select(Gen.Int[1000, 9999], Gen.Int[0, 9999]).Select((middle, end) => $"02{middle}{end:0000}"),
            Gen.Int[1, 5000],
            Gen.Int[0, 20_000].Select(back => Today.AddDays(-back))
        )
        .Select((front, name, place, phone, capacity, day) => new Venue(NumberOf(front), name, place, phone, capacity, day));

    [Fact]
    public void A_district_survives_a_spreadsheet_under_each_of_its_names() =>
        Places.Sample(place =>
        {
            var (province, name) = (place.Province.Korean, place.Korean);
            string[] stated =
            [
                $"{province} {name}",
                $"{VenueKeys.ShortName(place.Province)} {name}",
                $" {province}  {name} ",
                place.Code,
                $"{place.Code}.0",
                $"{place.Code}00000",
            ];
            var districts = new VenueDistricts(Jurisdiction.Nation);
            foreach (var text in stated)
            {
                Assert.Equal(place.Code, districts.Find(text, ""));
            }
            Assert.Equal(place.Code, districts.Find("", $"{province} {name} 중앙로 1"));
            Assert.Equal(place.Code, districts.Find(province, $"{name} 중앙로 1"));
        });

    [Fact]
    public void A_row_survives_a_spreadsheet() =>
        Gen.Select(Venues, Gen.Int[0, int.MaxValue], Gen.Bool)
            .Sample(
                (venue, seed, quoted) =>
                {
                    var plain = Assert.Single(Read(Row(venue, new Random(0), changed: false, quoted: false)));
                    var saved = Assert.Single(Read(Row(venue, new Random(seed), changed: true, quoted)));
                    Assert.Equal(plain, saved);
                    Assert.Equal(
                        (venue.Number, venue.Name, venue.Place.Code, venue.Phone, venue.Capacity, (DateOnly?)venue.LicensedOn),
                        (saved.Number, saved.Name, saved.District, saved.Phone, saved.Capacity, saved.LicensedOn)
                    );
                }
            );

    [Fact]
    public void A_file_survives_a_spreadsheet_with_its_empty_rows_and_another_encoding() =>
        Gen.Select(Venues.List[1, 6], Gen.Int[0, 3], Gen.Bool)
            .Sample(
                (venues, encoding, carriageReturn) =>
                {
                    var plain = venues.Select(venue => Row(venue, new Random(0), changed: false, quoted: false)).ToList();
                    var end = carriageReturn ? "\r\n" : "\n";
                    var saved = $"{Head},,{end}" + string.Concat(plain.Select(row => $"{row},,{end},,,,,,,,,{end}"));
                    var expected = Read(string.Join('\n', plain)).Select(row => row with { Line = 0 }).ToList();
                    var reading = Reader().Read(Encoded(saved, encoding));
                    Assert.Null(reading.Problem);
                    Assert.Equal(expected, reading.Rows.Select(row => row with { Line = 0 }));
                }
            );

    [Fact]
    public void No_cell_makes_a_value_out_of_another_ones() =>
        // Any text in an optional cell is the value of a valid spelling, or is ignored and named.
        Gen.Select(Gen.Int[0, 3], Gen.String[Gen.Char["0123456789-.,/ 년월일+()x~"], 0, 14])
            .Sample(
                (column, text) =>
                {
                    string[] cells = ["", "종로포차", "헌팅포차", "11110", "종로 1", "", "", ""];
                    cells[
                        column switch
                        {
                            0 => 0,
                            _ => column + 4,
                        }
                    ] = $"\"{text}\"";
                    var reading = Reader().Read(Encoding.UTF8.GetBytes($"{Head}\n{string.Join(',', cells)}\n"));
                    var row = Assert.Single(reading.Rows);
                    Assert.Equal("종로포차", row.Name);
                    Assert.True(row.Number.Length == 0 || BusinessNumber.TryParse(row.Number, out _));
                    Assert.True(row.Phone.Length == 0 || KoreanPhone.Normalize(row.Phone) == row.Phone);
                    Assert.InRange(row.Capacity, 0, 100_000);
                    Assert.True(row.LicensedOn is null || row.LicensedOn <= Today);
                }
            );

    private static string NumberOf(int front)
    {
        var digits = front.ToString("000000000", CultureInfo.InvariantCulture);
        return digits + BusinessNumber.CheckDigit(digits).ToString(CultureInfo.InvariantCulture);
    }

    private static VenueReader Reader() => new(Jurisdiction.Nation, Today);

    private static IReadOnlyList<VenueRow> Read(string rows)
    {
        var reading = Reader().Read(Encoding.UTF8.GetBytes($"{Head}\n{rows}\n"));
        Assert.Empty(reading.Faults);
        return reading.Rows;
    }

    private static string Row(Venue venue, Random random, bool changed, bool quoted)
    {
        string One(params string[] forms) => changed ? forms[random.Next(forms.Length)] : forms[0];
        string[] cells =
        [
            One(
                venue.Number,
                $"{venue.Number[..3]}-{venue.Number[3..5]}-{venue.Number[5..]}",
                $"{venue.Number}.0",
                venue.Number[0] == '0' && venue.Number[1] != '0' ? venue.Number[1..] : venue.Number,
                $" {venue.Number} "
            ),
            venue.Name,
            "헌팅포차",
            One(venue.Place.Code, $"{venue.Place.Code}.0", $"{venue.Place.Province.Korean} {venue.Place.Korean}"),
            $"중앙로 {venue.Number}",
            One(venue.Phone, KoreanPhone.Format(venue.Phone), venue.Phone[1..], $"{venue.Phone[1..]}.0"),
            One(
                $"{venue.Capacity}",
                $"{venue.Capacity}.0",
                venue.Capacity.ToString("N0", CultureInfo.InvariantCulture),
                $"{venue.Capacity}명"
            ),
            One(
                Day(venue, "yyyy-MM-dd"),
                Day(venue, "yyyy/M/d"),
                Day(venue, "yyyyMMdd"),
                Day(venue, "yyyy-MM-dd' 0:00'"),
                (venue.LicensedOn.DayNumber - new DateOnly(1899, 12, 30).DayNumber).ToString(CultureInfo.InvariantCulture)
            ),
        ];
        return string.Join(
            ',',
            cells.Select(cell => quoted || cell.AsSpan().IndexOfAny(',', '"') >= 0 ? $"\"{cell.Replace("\"", "\"\"")}\"" : cell)
        );
    }

    private static string Day(Venue venue, string format) => venue.LicensedOn.ToString(format, CultureInfo.InvariantCulture);

    private static byte[] Encoded(string text, int encoding) =>
        encoding switch
        {
            0 => Encoding.UTF8.GetBytes(text),
            1 => [0xef, 0xbb, 0xbf, .. Encoding.UTF8.GetBytes(text)],
            2 => [.. Encoding.Unicode.GetPreamble(), .. Encoding.Unicode.GetBytes(text)],
            _ => CodePagesEncodingProvider.Instance.GetEncoding(949)!.GetBytes(text),
        };

    private sealed record Venue(string Number, string Name, District Place, string Phone, int Capacity, DateOnly LicensedOn);
}
