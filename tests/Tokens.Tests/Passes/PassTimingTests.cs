using KiPass.Tokens.Passes;

namespace KiPass.Tokens.Tests.Passes;

public sealed class PassTimingTests
{
    private static readonly Pass Sample = new(7, 1_592_179_200, default, default);

    [Theory]
    [InlineData(-5.001, PassTiming.NotYetValid)]
    [InlineData(-5, PassTiming.Valid)]
    [InlineData(0, PassTiming.Valid)]
    [InlineData(15, PassTiming.Valid)]
    [InlineData(20, PassTiming.Valid)]
    [InlineData(20.001, PassTiming.Expired)]
    public void A_pass_slot_allows_five_seconds_of_tolerance_at_both_ends(double secondsFromSlot, PassTiming expected) =>
        Assert.Equal(expected, Sample.At(DateTimeOffset.FromUnixTimeSeconds(Sample.Slot).AddMilliseconds(secondsFromSlot * 1000)));

    [Fact]
    public void A_pass_belongs_to_the_day_on_which_its_slot_starts()
    {
        // 2020-06-16 00:00 in Korea is 1592233200.
        Assert.Equal("2020-06-15", new Pass(1, 1_592_233_185, default, default).Day.ToString());
        Assert.Equal("2020-06-16", new Pass(1, 1_592_233_200, default, default).Day.ToString());
    }
}
