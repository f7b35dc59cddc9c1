using KiPass.Portal.Officials.Traces.LineList;
using KiPass.Tokens;
using KiPass.Tokens.Orders;

namespace KiPass.Portal.Officials.Tests.Traces.LineList;

/// <summary>The findings have whole minutes. The end of a time together is found again in the stay that ended first.</summary>
public sealed class FoundPlacesTests
{
    private static readonly DateTimeOffset Start = KoreanDay.Of(new DateTimeOffset(2020, 6, 12, 3, 0, 0, TimeSpan.Zero)).Start;
    private static readonly FoundFacility Club = new(Guid.NewGuid(), "club", "cafe", "11170", "", "");

    [Theory]
    [InlineData("the case left first", "600", "605:20", "603", "723", 2, "605:20")]
    [InlineData("the contact left first", "600", "700", "590", "610:50", 10, "610:50")]
    [InlineData("neither end fits, as nobody's stay ended in that minute", "600", "700", "600", "720", 30, "630")]
    [InlineData("more minutes than the stay has", "600", "700", "600", "620", 1_000_000, "620")]
    [InlineData("less than nothing", "600", "700", "600", "620", -5, "600")]
    public void The_end_is_that_of_the_stay_that_ended_first(
        string what,
        string caseFrom,
        string caseTo,
        string from,
        string to,
        int minutes,
        string expected
    )
    {
        var together = At(caseFrom) > At(from) ? At(caseFrom) : At(from);
        var exposure = Exposure([Stay(caseFrom, caseTo)], null, new FoundExposure(Stay(from, to), together, minutes));
        Assert.True(At(expected) == exposure.Until, what);
    }

    [Fact]
    public void The_end_of_a_time_window_counts_as_well()
    {
        var exposure = Exposure([], At("605:20"), new FoundExposure(Stay("603", "723"), At("603"), 2));
        Assert.Equal(At("605:20"), exposure.Until);
    }

    [Fact]
    public void Findings_are_rounded_to_milliseconds()
    {
        var stay = Stay("600", "700") with { LeftAt = At("615").AddMilliseconds(-1) };
        Assert.Equal(15, Exposure([], null, new FoundExposure(stay, At("600"), 15)).Minutes);
    }

    private static LineExposure Exposure(IReadOnlyList<FoundStay> stays, DateTimeOffset? windowEnd, FoundExposure found) =>
        Assert.Single(new FoundPlaces(new TraceFindings(Guid.NewGuid(), [Club], stays, [], [], 0), windowEnd).Exposures([found]));

    private static FoundStay Stay(string from, string to) => new(Club.Id, At(from), At(to), InferredExit.DwellTime);

    private static DateTimeOffset At(string text)
    {
        var parts = text.Split(':');
        var culture = System.Globalization.CultureInfo.InvariantCulture;
        return Start.AddMinutes(int.Parse(parts[0], culture)).AddSeconds(parts.Length > 1 ? int.Parse(parts[1], culture) : 0);
    }
}
