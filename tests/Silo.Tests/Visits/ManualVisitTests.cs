using KiPass.Silo.Tests.Hosting;

namespace KiPass.Silo.Tests.Visits;

public sealed class ManualVisitTests(Registers registers)
{
    private const string Sealed = "eyJhbGciOiJFQ0RILUVTIiwiZW5jIjoiQTI1NkdDTSJ9..aXY.Y2lwaGVydGV4dA.dGFn";

    [Theory, InlineData(Store.Sqlite), InlineData(Store.Postgres)]
    public async Task A_paper_visit_is_stored_once_and_counted(Store store)
    {
        var register = registers.On(store);
        var device = await register.NewDevice();
        var scanId = Guid.NewGuid();
        var enteredAt = register.Now.AddMinutes(-1);
        var first = await Post(device, scanId, Sealed, enteredAt);
        Assert.Equal((200, "accepted", false), (first.Status, first.Text("result"), first.Repeated));
        var again = await Post(device, scanId, Sealed, enteredAt);
        Assert.True(again.Repeated);
        Assert.Equal(first.Text("enteredAt"), again.Text("enteredAt"));
        Assert.Equal(1, await device.TodayCount());
    }

    [Fact]
    public async Task Rejects_paper_visits_older_than_a_day_or_in_the_future()
    {
        var register = registers.On(Store.Sqlite);
        var device = await register.NewDevice();
        Assert.Equal("ok", (await Post(device, Guid.NewGuid(), Sealed, register.Now.AddHours(-23.9))).Code);
        Assert.Equal("pass-expired", (await Post(device, Guid.NewGuid(), Sealed, register.Now.AddHours(-24.1))).Code);
        Assert.Equal("request-malformed", (await Post(device, Guid.NewGuid(), Sealed, register.Now.AddSeconds(20))).Code);
    }

    [Theory]
    [InlineData("")]
    [InlineData("김철수 010-1234-5678")]
    [InlineData("eyJhbGciOiJub25lIn0.e30.")]
    [InlineData("eyJ..a.b.c.d")]
    [InlineData("ey..aXY.Y2 lwaGVydGV4dA.dGFn")]
    public async Task Rejects_a_paper_visit_that_is_not_sealed(string text)
    {
        var register = registers.On(Store.Sqlite);
        var device = await register.NewDevice();
        var answer = await Post(device, Guid.NewGuid(), text, register.Now);
        Assert.Equal((400, "sealed"), (answer.Status, answer.Text("member")));
        Assert.Equal(0, await device.TodayCount());
    }

    private static Task<ApiAnswer> Post(DeviceUnderTest device, Guid scanId, string text, DateTimeOffset enteredAt) =>
        device.Client.Send(
            "/v1/visits/manual",
            new Dictionary<string, object>
            {
                ["scanId"] = scanId,
                ["sealed"] = text,
                ["enteredAt"] = enteredAt,
            }
        );
}
