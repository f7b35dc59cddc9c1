using System.Globalization;
using CsCheck;
using KiPass.Contracts.Facilities;
using KiPass.Grains.Venues;

namespace KiPass.Grains.Tests.Venues;

/// <summary>What a spreadsheet does to a valid value never changes its meaning.</summary>
public sealed class VenueRepairsTests
{
    private static readonly string[] Areas = ["02", "031", "051", "064", "070", "010", "0505"];
    private static readonly DateOnly Today = new(2020, 6, 12);

    private static readonly Gen<string> Numbers = Gen.Int[0, 999_999_999]
        .Select(front => front.ToString("000000000", CultureInfo.InvariantCulture))
        .Where(front => front.Any(digit => digit != '0'))
        .Select(front => front + BusinessNumber.CheckDigit(front).ToString(CultureInfo.InvariantCulture));

    private static readonly Gen<string> Phones = Gen.OneOf(
        Gen.Select(Gen.Int[0, Areas.Length - 1].Select(i => Areas[i]), Gen.Int[1000, 9999], Gen.Int[0, 9999])
            .Select((area, middle, end) => $"{area}{middle}{end:0000}"),
        Gen.Select(Gen.Int[1500, 1899], Gen.Int[0, 9999]).Select((front, end) => $"{front}{end:0000}")
    );

    private static readonly Gen<DateOnly> Days = Gen.Int[0, Today.DayNumber - new DateOnly(1927, 5, 18).DayNumber]
        .Select(back => Today.AddDays(-back));

    [Fact]
    public void A_business_number_survives_a_spreadsheet() =>
        Numbers.Sample(number =>
        {
            foreach (
                var form in Forms(
                    number,
                    $"{number[..3]}-{number[3..5]}-{number[5..]}",
                    number[0] == '0' && number[1] != '0' ? number[1..] : number
                )
            )
            {
                Assert.Equal(number, VenueRepairs.NumberOf(form));
            }
        });

    [Fact]
    public void A_phone_number_survives_a_spreadsheet() =>
        Phones.Sample(phone =>
        {
            foreach (var form in Forms(phone, KoreanPhone.Format(phone), phone.TrimStart('0')))
            {
                Assert.Equal(phone, VenueRepairs.PhoneOf(form));
            }
        });

    [Fact]
    public void A_date_survives_a_spreadsheet() =>
        Days.Sample(day =>
        {
            string[] patterns =
            [
                "yyyy-MM-dd",
                "yyyy-M-d",
                "yyyy/M/d",
                "yyyy.M.d",
                "yyyy. M. d.",
                "yyyyMMdd",
                "yyyy년 M월 d일",
                "yyyy/MM/dd' 0:00'",
                "yyyy-MM-dd' 00:00:00'",
                "yyyy-MM-dd'T00:00:00.000'",
                "yyyyMMdd'000000'",
                "yyyyMMdd'.0'",
            ];
            foreach (var pattern in patterns)
            {
                Assert.Equal(day, VenueRepairs.DayOf(day.ToString(pattern, CultureInfo.InvariantCulture), Today));
            }
            var serial = (day.DayNumber - new DateOnly(1899, 12, 30).DayNumber).ToString(CultureInfo.InvariantCulture);
            Assert.Equal(day, VenueRepairs.DayOf(serial, Today));
            Assert.Equal(day, VenueRepairs.DayOf(serial + ".0", Today));
        });

    [Fact]
    public void A_capacity_survives_a_spreadsheet() =>
        Gen.Int[1, 100_000]
            .Sample(capacity =>
            {
                foreach (
                    var form in Forms(
                        $"{capacity}",
                        capacity.ToString("N0", CultureInfo.InvariantCulture),
                        $"{capacity} 명",
                        $"{capacity}인"
                    )
                )
                {
                    Assert.Equal(capacity, VenueRepairs.CapacityOf(form));
                }
            });

    [Fact]
    public void No_text_makes_a_reader_throw() =>
        Gen.String.Sample(text =>
        {
            try
            {
                _ = text.IsNormalized();
            }
            catch (ArgumentException)
            {
                // A file never contains half a surrogate pair.
                return;
            }
            _ = VenueRepairs.NumberOf(text);
            _ = VenueRepairs.PhoneOf(text);
            _ = VenueRepairs.CapacityOf(text);
            _ = VenueRepairs.DayOf(text, Today);
        });

    [Theory]
    [InlineData("02-")]
    [InlineData("-")]
    [InlineData("없음")]
    [InlineData("123")]
    [InlineData("12345678901234")]
    public void What_is_no_phone_number_is_not_made_one(string text) => Assert.Null(VenueRepairs.PhoneOf(text));

    [Theory]
    [InlineData("02-123-4567~8", "021234567")]
    [InlineData("02-123-4567, 010-1234-5678", "021234567")]
    [InlineData("+82 2-123-4567", "021234567")]
    public void The_first_of_several_phone_numbers_is_read(string text, string digits) => Assert.Equal(digits, VenueRepairs.PhoneOf(text));

    [Theory]
    [InlineData("03/02/2018")]
    [InlineData("18-3-2")]
    [InlineData("2018-13-02")]
    [InlineData("2020-06-13")]
    [InlineData("1899-12-31")]
    [InlineData("2018-03-02x")]
    [InlineData("99999")]
    public void An_ambiguous_or_impossible_date_is_not_read(string text) => Assert.Null(VenueRepairs.DayOf(text, Today));

    // As text, as a fraction, as a formula around text, in full-width characters, with blanks.
    private static IEnumerable<string> Forms(params string[] texts) =>
        texts.SelectMany(text =>
            new[]
            {
                text,
                $" {text} ",
                $"=\"{text}\"",
                string.Concat(text.Select(one => one is >= '0' and <= '9' ? (char)(one - '0' + '０') : one)),
            }.Concat(text.All(char.IsAsciiDigit) ? [text + ".0"] : [])
        );
}
