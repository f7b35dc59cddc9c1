using KiPass.Grains.Tests.Hosting;
using KiPass.Grains.Visits;
using KiPass.Tokens;

namespace KiPass.Grains.Tests.Visits.Stores;

public sealed class PostgresVisitPartitionsTests() : VisitPartitionsTests(StoreKind.Postgres);

public sealed class SqliteVisitPartitionsTests() : VisitPartitionsTests(StoreKind.Sqlite);

public abstract class VisitPartitionsTests(StoreKind kind) : IAsyncLifetime
{
    private static readonly KoreanDay Today = KoreanDay.Of(TestRegister.Noon);
    private TestRegister register = null!;

    public async ValueTask InitializeAsync() => register = await TestRegister.Create(kind);

    public ValueTask DisposeAsync() => register.DisposeAsync();

    [Fact]
    public async Task The_days_around_today_are_open_from_the_start()
    {
        Assert.Equal([Today - 1, Today, Today + 1, Today + 2], await register.Partitions.DaysHeld(default));
    }

    [Fact]
    public async Task Days_can_be_opened_concurrently()
    {
        var days = Enumerable.Range(10, 5).Select(n => Today + n).ToList();

        await Task.WhenAll(days.SelectMany(day => Enumerable.Repeat(day, 4)).Select(day => register.Partitions.OpenDay(day, default)));

        Assert.Equal(days, (await register.Partitions.DaysHeld(default)).Where(day => day > Today + 2));
    }

    [Fact]
    public async Task Destroying_a_day_removes_all_its_records_and_counts_them_once()
    {
        var visit = SomeVisits.At(TestRegister.Noon);
        await register.Log.Append(visit, default);
        await register.Log.Void(visit.Token, visit.ScanId, visit.DeviceId, TestRegister.Noon, default);
        await register.Log.Append(SomeVisits.At(TestRegister.Noon), default);
        await register.Log.Append(SomeVisits.PaperAt(TestRegister.Noon), default);
        var tomorrows = SomeVisits.At(TestRegister.Noon.AddDays(1));
        await register.Log.Append(tomorrows, default);
        register.Time.SetUtcNow((Today + 29).Start);

        var counts = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => register.Partitions.DestroyDay(Today, default)));

        Assert.Equal(3, Assert.Single(counts, count => count is not null));
        Assert.DoesNotContain(Today, await register.Partitions.DaysHeld(default));
        Assert.Equal(ScanStatus.VisitUnknown, (await register.Log.Find(visit.Token, default)).Status);
        Assert.Equal(ScanStatus.AlreadyUsed, (await register.Log.Find(tomorrows.Token, default)).Status);
    }

    [Fact]
    public async Task A_visit_for_a_destroyed_day_opens_a_new_partition()
    {
        var visit = SomeVisits.At(TestRegister.Noon);
        await register.Log.Append(visit, default);
        register.Time.SetUtcNow((Today + 29).Start);
        await register.Partitions.DestroyDay(Today, default);

        Assert.Equal(ScanStatus.Accepted, (await register.Log.Append(visit, default)).Status);
        Assert.Equal(1, await register.Partitions.DestroyDay(Today, default));
    }

    [Fact]
    public async Task A_day_less_than_four_weeks_old_is_not_destroyed()
    {
        // The real time: PostgreSQL goes by its own clock, whatever a silo believes.
        var now = TimeProvider.System.GetUtcNow();
        var youngest = KoreanDay.Of(now) - 28;
        register.Time.SetUtcNow((youngest + 29).Start.AddMilliseconds(-1));
        await register.Partitions.OpenDay(youngest, default);
        await register.Partitions.OpenDay(youngest - 1, default);

        await Assert.ThrowsAnyAsync<Exception>(() => register.Partitions.DestroyDay(youngest, default));

        Assert.Equal(0, await register.Partitions.DestroyDay(youngest - 1, default));
        Assert.Contains(youngest, await register.Partitions.DaysHeld(default));
    }

    [Fact]
    public async Task A_closed_day_stays_readable_and_closing_it_is_idempotent()
    {
        var visit = SomeVisits.At(TestRegister.Noon);
        await register.Log.Append(visit, default);

        await register.Partitions.CloseDay(Today, default);
        await register.Partitions.CloseDay(Today, default);
        await register.Partitions.CloseDay(Today + 300, default);

        var found = await register.Reader.OfTicket(SomeVisits.Issuer, Today, visit.Ticket, TestRegister.Noon, default);
        Assert.Single(found);
    }
}
