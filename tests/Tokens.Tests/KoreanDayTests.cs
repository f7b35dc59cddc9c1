using CsCheck;

namespace KiPass.Tokens.Tests;

public sealed class KoreanDayTests
{
    [Theory]
    [InlineData("2020-06-11T14:59:59.9999999Z", "2020-06-11")]
    [InlineData("2020-06-11T15:00:00Z", "2020-06-12")]
    [InlineData("2020-06-12T00:00:00+09:00", "2020-06-12")]
    [InlineData("2020-06-12T23:59:59+09:00", "2020-06-12")]
    [InlineData("2020-02-29T15:00:00Z", "2020-03-01")]
    [InlineData("1969-12-31T14:59:59Z", "1969-12-31")]
    [InlineData("1970-01-01T00:00:00Z", "1970-01-01")]
    public void A_day_begins_at_midnight_in_Korea(string instant, string day) =>
        Assert.Equal(day, KoreanDay.Of(DateTimeOffset.Parse(instant)).ToString());

    [Fact]
    public void The_day_number_counts_days_since_1970_01_01()
    {
        Assert.Equal(0, KoreanDay.Parse("1970-01-01").Number);
        Assert.Equal(18_428, KoreanDay.Parse("2020-06-15").Number);
        Assert.Equal(-1, KoreanDay.Parse("1969-12-31").Number);
    }

    [Fact]
    public void Every_instant_belongs_to_exactly_one_Korean_day() =>
        Gen.Long[-30_000_000_000, 100_000_000_000]
            .Sample(seconds =>
            {
                var instant = DateTimeOffset.FromUnixTimeSeconds(seconds);
                var day = KoreanDay.OfUnixSeconds(seconds);
                Assert.True(day.Start <= instant && instant < day.End);
                Assert.Equal(DateOnly.FromDateTime(instant.UtcDateTime.AddHours(9)), day.Date);
                Assert.Equal(day, KoreanDay.Parse(day.ToString()));
                Assert.Equal(day, KoreanDay.Of(day.Date));
                Assert.Equal((day + 1).Start, day.End);
                Assert.Equal(TimeSpan.FromDays(1), day.End - day.Start);
            });

    [Fact]
    public void Days_add_subtract_and_compare() =>
        Gen.Select(Gen.Int[-10_000, 60_000], Gen.Int[-10_000, 10_000])
            .Sample(
                (number, days) =>
                {
                    KoreanDay day = new(number),
                        other = day + days;
                    Assert.Equal(days, other - day);
                    Assert.Equal(day, other - days);
                    Assert.Equal(days > 0, other > day);
                    Assert.Equal(days >= 0, other >= day);
                    Assert.Equal(days < 0, other < day);
                    Assert.Equal(days <= 0, other <= day);
                    Assert.Equal(Math.Sign(days), Math.Sign(other.CompareTo(day)));
                }
            );

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("2020-6-12")]
    [InlineData("2020-06-31")]
    [InlineData("2021-02-29")]
    [InlineData("20200612")]
    [InlineData(" 2020-06-12")]
    [InlineData("2020-06-12 ")]
    [InlineData("2020-06-12T00:00")]
    [InlineData("12.06.2020")]
    [InlineData("２０２０-06-12")]
    public void Rejects_text_that_is_not_a_date(string? text)
    {
        Assert.False(KoreanDay.TryParse(text, null, out _));
        Assert.Throws<FormatException>(() => KoreanDay.Parse(text!));
    }
}
