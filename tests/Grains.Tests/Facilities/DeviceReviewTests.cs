using System.Globalization;
using KiPass.Contracts.Facilities;
using KiPass.Grains.Facilities;
using KiPass.Grains.Visits;
using KiPass.Tokens;

namespace KiPass.Grains.Tests.Facilities;

public sealed class DeviceReviewTests
{
    [Theory]
    [InlineData(0, 0, 0, 0, DeviceRemarks.None)]
    [InlineData(49, 49, 0, 0, DeviceRemarks.None)]
    [InlineData(50, 14, 0, 0, DeviceRemarks.None)]
    [InlineData(50, 15, 0, 0, DeviceRemarks.Late)]
    [InlineData(1000, 299, 0, 0, DeviceRemarks.None)]
    [InlineData(1000, 300, 0, 0, DeviceRemarks.Late)]
    [InlineData(0, 0, 0, 49, DeviceRemarks.None)]
    [InlineData(0, 0, 0, 50, DeviceRemarks.Refused)]
    [InlineData(300, 0, 0, 99, DeviceRemarks.None)]
    [InlineData(300, 0, 0, 100, DeviceRemarks.Refused)]
    [InlineData(20, 0, 9, 0, DeviceRemarks.None)]
    [InlineData(20, 0, 10, 0, DeviceRemarks.ClosedHours)]
    [InlineData(1000, 0, 99, 0, DeviceRemarks.None)]
    [InlineData(1000, 0, 100, 0, DeviceRemarks.ClosedHours)]
    [InlineData(100, 100, 100, 100, DeviceRemarks.Late | DeviceRemarks.Refused | DeviceRemarks.ClosedHours)]
    public void Remarks_follow_from_the_counts_of_a_week(int entries, int late, int atClosedHours, int refused, DeviceRemarks remarks) =>
        Assert.Equal(remarks, DeviceReview.Of(entries, late, atClosedHours, refused).Remarks);

    // A bar: 18:00 to 03:00 from Tuesday to Sunday, closed on Monday. 2021-12-13 is a Monday.
    [Theory]
    [InlineData("2021-12-14 15:00", true)]
    [InlineData("2021-12-14 17:00", false)]
    [InlineData("2021-12-14 18:00", false)]
    [InlineData("2021-12-15 02:00", false)]
    [InlineData("2021-12-15 03:00", false)]
    [InlineData("2021-12-15 04:00", true)]
    [InlineData("2021-12-13 02:00", false)]
    [InlineData("2021-12-13 20:00", true)]
    public void An_hour_is_closed_only_away_from_every_opening_hour(string hour, bool closed)
    {
        var night = new DayHours(new TimeOnly(18, 0), new TimeOnly(3, 0));
        var hours = new OpeningHours([null, night, night, night, night, night, night]);
        var at = new DateTimeOffset(DateTime.ParseExact(hour, "yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture), KoreanDay.Offset);
        Assert.Equal(closed, DeviceReview.IsClosed(hours, at));
        Assert.False(DeviceReview.IsClosed(OpeningHours.Unstated, at));
    }

    [Fact]
    public void Counts_are_added_up_by_device()
    {
        var (busy, quiet) = (Guid.NewGuid(), Guid.NewGuid());
        var noon = new DateTimeOffset(2021, 12, 13, 12, 0, 0, KoreanDay.Offset);
        DeviceHourCount[] counts = [new(busy, noon, 40, 3), new(busy, noon.AddHours(1), 20, 4)];
        var activity = DeviceReview.Of(OpeningHours.Unstated, counts, new Dictionary<Guid, int> { [quiet] = 2 });
        Assert.Equal(new DeviceActivity(60, 7, 0, 0, DeviceRemarks.None), activity[busy]);
        Assert.Equal(new DeviceActivity(0, 0, 0, 2, DeviceRemarks.None), activity[quiet]);
    }
}
