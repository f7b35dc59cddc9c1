using KiPass.Silo.Tests.Hosting;
using KiPass.Testing;

namespace KiPass.Silo.Tests.Attacks;

public sealed class PaperFloodTests
{
    private const string Sealed = "eyJhbGciOiJFQ0RILUVTIiwiZW5jIjoiQTI1NkdDTSJ9..aXY.Y2lwaGVydGV4dA.dGFn";

    [Fact]
    [Attack("A device posts paper entries without end")]
    public async Task No_device_posts_more_than_120_paper_visits_an_hour()
    {
        await using var register = await RegisterUnderTest.Start(Store.Sqlite);
        var device = await register.NewDevice();
        var first = Guid.NewGuid();
        var enteredAt = register.Now;
        for (var i = 0; i < 120; i++)
        {
            Assert.Equal(200, (await Post(device, i == 0 ? first : Guid.NewGuid(), enteredAt)).Status);
        }

        var refused = await Post(device, Guid.NewGuid(), enteredAt);
        Assert.Equal((429, "too-many-requests"), (refused.Status, refused.Code));
        Assert.InRange(refused.Headers.RetryAfter!.Delta!.Value.TotalMinutes, 50, 61);
        Assert.True((await Post(device, first, enteredAt)).Repeated);
        Assert.Equal(120, await device.TodayCount());

        register.Time.Advance(TimeSpan.FromMinutes(61));
        Assert.Equal(200, (await Post(device, Guid.NewGuid(), enteredAt)).Status);
    }

    private static Task<ApiAnswer> Post(DeviceUnderTest device, Guid scanId, DateTimeOffset enteredAt) =>
        device.Client.Send(
            "/v1/visits/manual",
            new Dictionary<string, object>
            {
                ["scanId"] = scanId,
                ["sealed"] = Sealed,
                ["enteredAt"] = enteredAt,
            }
        );
}
