using KiPass.Grains.Hosting;
using KiPass.Grains.Tests.Hosting;
using KiPass.Grains.Visits;
using KiPass.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace KiPass.Grains.Tests.Attacks;

public sealed class PaperQuotaAttackTests
{
    private static readonly DateTimeOffset Noon = TestRegister.Noon;

    [Theory, InlineData(StoreKind.Sqlite), InlineData(StoreKind.Postgres)]
    [Attack("A device floods the paper list")]
    public async Task No_device_stores_more_than_120_paper_visits_an_hour(StoreKind kind)
    {
        await using var register = await TestRegister.Create(kind);
        var (facility, device) = (Guid.NewGuid(), Guid.NewGuid());
        PaperVisit Entry(DateTimeOffset receivedAt, int hoursBack = 0) =>
            new(facility, device, Guid.NewGuid(), "sealed", receivedAt.AddHours(-hoursBack), receivedAt);
        var first = Entry(Noon);
        Assert.Equal(ScanStatus.Accepted, (await register.Log.Append(first, default)).Status);
        for (var i = 1; i < PaperQuota.DevicePerHour; i++)
        {
            // A claimed entry time spreads the flood over two days; the time of receipt counts.
            Assert.Equal(ScanStatus.Accepted, (await register.Log.Append(Entry(Noon.AddSeconds(i), i % 24), default)).Status);
        }

        var refused = await register.Log.Append(Entry(Noon.AddMinutes(30)), default);
        Assert.Equal((ScanStatus.QuotaReached, TimeSpan.FromMinutes(30)), (refused.Status, refused.RetryAfter));
        var repeated = (await register.Log.Append(first, default)).VerdictOn(first.ScanId, first.DeviceId);
        Assert.Equal((ScanStatus.Accepted, true), (repeated.Status, repeated.Repeated));
        var neighbor = Entry(Noon.AddMinutes(30)) with { DeviceId = Guid.NewGuid() };
        Assert.Equal(ScanStatus.Accepted, (await register.Log.Append(neighbor, default)).Status);
        Assert.Equal(ScanStatus.Accepted, (await register.Log.Append(Entry(Noon.AddHours(1)), default)).Status);
    }

    [Theory, InlineData(StoreKind.Sqlite), InlineData(StoreKind.Postgres)]
    [Attack("Many devices of a facility flood the paper list")]
    public async Task No_facility_stores_more_than_1000_paper_visits_a_day(StoreKind kind)
    {
        await using var register = await TestRegister.Create(kind);
        var facility = Guid.NewGuid();
        Guid[] devices = [.. Enumerable.Range(0, 10).Select(_ => Guid.NewGuid())];
        PaperVisit Entry(Guid device, DateTimeOffset at, Guid? elsewhere = null) =>
            new(elsewhere ?? facility, device, Guid.NewGuid(), "sealed", at, at);
        for (var i = 0; i < PaperQuota.FacilityPerDay; i++)
        {
            Assert.Equal(ScanStatus.Accepted, (await register.Log.Append(Entry(devices[i % 10], Noon.AddSeconds(i)), default)).Status);
        }

        var refused = await register.Log.Append(Entry(Guid.NewGuid(), Noon.AddHours(20)), default);
        Assert.Equal((ScanStatus.QuotaReached, TimeSpan.FromHours(4)), (refused.Status, refused.RetryAfter));
        var elsewhere = await register.Log.Append(Entry(Guid.NewGuid(), Noon.AddHours(20), Guid.NewGuid()), default);
        Assert.Equal(ScanStatus.Accepted, elsewhere.Status);
        Assert.Equal(ScanStatus.Accepted, (await register.Log.Append(Entry(devices[0], Noon.AddHours(24)), default)).Status);
    }

    [Theory, InlineData(StoreKind.Sqlite), InlineData(StoreKind.Postgres)]
    [Attack("A device uses up the paper quota of its facility for the day")]
    public async Task No_device_keeps_the_others_of_its_facility_from_entering_paper_visits(StoreKind kind)
    {
        await using var register = await TestRegister.Create(kind);
        var (facility, hostile, honest) = (Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid());
        ValueTask<Recording> Post(Guid device, DateTimeOffset at) =>
            register.Log.Append(new PaperVisit(facility, device, Guid.NewGuid(), "sealed", at, at), default);
        var stored = 0;
        TimeSpan? wait = null;
        for (var hour = 0; hour < 12; hour++)
        {
            for (var i = 0; i < PaperQuota.DevicePerHour; i++)
            {
                var answer = await Post(hostile, Noon.AddHours(hour).AddSeconds(i));
                stored += answer.Status == ScanStatus.Accepted ? 1 : 0;
                wait ??= answer.Status == ScanStatus.QuotaReached ? answer.RetryAfter : null;
            }
        }
        Assert.Equal(PaperQuota.DevicePerDay, stored);
        Assert.Equal(TimeSpan.FromHours(20) - TimeSpan.FromSeconds(20), wait);

        for (var i = 0; i < PaperQuota.DevicePerHour; i++)
        {
            Assert.Equal(ScanStatus.Accepted, (await Post(honest, Noon.AddHours(12).AddSeconds(i))).Status);
        }
        Assert.Equal(ScanStatus.Accepted, (await Post(hostile, Noon.AddHours(24))).Status);
    }

    [Fact]
    [Attack("A device floods the paper list through several silos at once")]
    public async Task No_device_exceeds_its_quota_by_posting_to_two_silos_at_once()
    {
        await using var register = await TestRegister.Create(StoreKind.Postgres);
        var collection = new ServiceCollection();
        collection.AddSingleton<TimeProvider>(register.Time).AddLogging();
        collection.AddVisits(register.Options);
        await using var other = collection.BuildServiceProvider();
        IVisitLog[] silos = [register.Log, other.GetRequiredService<IVisitLog>()];
        var (facility, device) = (Guid.NewGuid(), Guid.NewGuid());

        var accepted = 0;
        for (var round = 0; round < 20; round++)
        {
            var answers = await Task.WhenAll(
                Enumerable
                    .Range(0, 10)
                    .Select(i =>
                        silos[i % 2].Append(new PaperVisit(facility, device, Guid.NewGuid(), "sealed", Noon, Noon), default).AsTask()
                    )
            );
            accepted += answers.Count(answer => answer.Status == ScanStatus.Accepted);
        }

        Assert.Equal(PaperQuota.DevicePerHour, accepted);
        var stored = await register.Reader.PaperAtFacility(facility, Noon, Noon.AddSeconds(1), Noon, default).Rows();
        Assert.Equal(PaperQuota.DevicePerHour, stored.Count);
    }
}
