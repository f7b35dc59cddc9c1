using KiPass.Grains.Visits;

namespace KiPass.Grains.Tests.Visits;

public sealed class PaperQuotaTests
{
    private static readonly DateTimeOffset Now = new(2021, 12, 13, 3, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(0, 0, 0, 0, 0, 0, 0)]
    [InlineData(119, 59, 119, 59, 119, 59, 0)]
    [InlineData(120, 59, 120, 59, 120, 59, 1)]
    [InlineData(120, 1, 120, 1, 120, 1, 59)]
    [InlineData(121, 30, 121, 30, 121, 30, 30)]
    [InlineData(1, 0, 499, 500, 499, 500, 0)]
    [InlineData(1, 0, 500, 500, 500, 500, 940)]
    [InlineData(120, 10, 500, 1430, 500, 1430, 50)]
    [InlineData(1, 0, 1, 0, 999, 600, 0)]
    [InlineData(1, 0, 1, 0, 1000, 600, 840)]
    [InlineData(120, 10, 120, 10, 1000, 600, 840)]
    [InlineData(120, 10, 120, 10, 1000, 1430, 50)]
    public void The_wait_ends_when_the_oldest_counted_visit_leaves_its_period(
        int ofDevice,
        int oldestOfDevice,
        int ofDeviceInDay,
        int oldestOfDeviceInDay,
        int ofFacility,
        int oldestOfFacility,
        int waitMinutes
    )
    {
        var use = new PaperUse(
            ofDevice,
            Now.AddMinutes(-oldestOfDevice),
            ofDeviceInDay,
            Now.AddMinutes(-oldestOfDeviceInDay),
            ofFacility,
            Now.AddMinutes(-oldestOfFacility)
        );
        Assert.Equal(TimeSpan.FromMinutes(waitMinutes), PaperQuota.Wait(use, Now));
    }
}
