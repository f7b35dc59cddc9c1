using KiPass.Portal.Shared.Controls;

namespace KiPass.Portal.Shared.Tests.Controls;

/// <summary>A day is read in the spellings that people type. Anything else is kept as typed.</summary>
public sealed class DayTextTests
{
    [Theory]
    [InlineData("2020-06-12", "2020-06-12")]
    [InlineData("20200612", "2020-06-12")]
    [InlineData("2020.6.12", "2020-06-12")]
    [InlineData("2020. 6. 12.", "2020-06-12")]
    [InlineData("2020/06/12", "2020-06-12")]
    [InlineData("2020년 6월 12일", "2020-06-12")]
    [InlineData("２０２０－０６－１２", "2020-06-12")]
    [InlineData(" 2020-06-12 ", "2020-06-12")]
    [InlineData("2020-02-30", "2020-02-30")]
    [InlineData("12/06/2020", "12/06/2020")]
    [InlineData("6월 12일", "6월 12일")]
    [InlineData("2020-06-12 18:30", "2020-06-12 18:30")]
    [InlineData("", "")]
    [InlineData("\ud800", "\ud800")]
    public void A_day_is_normalized_or_kept(string typed, string expected) =>
        Assert.Equal(expected, DayText.Normalize(typed, withTime: false));

    [Theory]
    [InlineData("2020-06-11T18:30", "2020-06-11 18:30")]
    [InlineData("2020.6.11 8:05", "2020-06-11 08:05")]
    [InlineData("20200611 18:30", "2020-06-11 18:30")]
    [InlineData("2020-06-11", "2020-06-11")]
    [InlineData("2020-06-11 24:30", "2020-06-11 24:30")]
    public void A_time_is_normalized_or_kept(string typed, string expected) =>
        Assert.Equal(expected, DayText.Normalize(typed, withTime: true));

    [Fact]
    public void A_field_for_a_day_and_one_for_a_time_read_what_they_show()
    {
        Assert.Equal("2020-06-12", FieldFormats.Day.Show(FieldFormats.Day.Parse("2020.6.12")));
        Assert.Equal(default, FieldFormats.Day.Parse("2020-02-30"));
        var time = FieldFormats.LocalTime.Parse("2020-06-11 18:30");
        Assert.Equal(new DateTimeOffset(2020, 6, 11, 9, 30, 0, TimeSpan.Zero), time);
        Assert.Equal("2020-06-11 18:30", FieldFormats.LocalTime.Show(time));
        Assert.Null(FieldFormats.LocalTime.Parse("2020-06-11 25:00"));
    }
}
