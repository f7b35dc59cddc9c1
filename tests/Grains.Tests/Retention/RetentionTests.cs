using KiPass.Grains.Audit;
using KiPass.Grains.Retention;
using KiPass.Grains.Tests.Hosting;
using KiPass.Grains.Tests.Visits.Stores;
using KiPass.Grains.Visits;
using KiPass.Testing;
using KiPass.Tokens;
using KiPass.Tokens.Audit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Orleans.Hosting;

namespace KiPass.Grains.Tests.Retention;

public sealed class PostgresRetentionTests() : RetentionTests(StoreKind.Postgres);

public sealed class SqliteRetentionTests() : RetentionTests(StoreKind.Sqlite);

/// <summary>
/// Goal: nothing outlives four weeks, whatever happens to silos, and each destruction is recorded once with its count. Method: a real silo on
/// a real store with a clock that the test moves; a partitions that fails as told.
/// </summary>
public abstract class RetentionTests(StoreKind kind) : IAsyncLifetime
{
    private static readonly KoreanDay Day = KoreanDay.Of(TestRegister.Noon);
    private static readonly DateTimeOffset Due = (Day + 29).Start;

    private readonly Guid facility = Guid.NewGuid();
    private TestRegister register = null!;
    private StuckPartitions partitions = null!;

    public async ValueTask InitializeAsync()
    {
        register = await TestRegister.Create(kind);
        partitions = new StuckPartitions(register.Partitions);
        await register.Log.Append(SomeVisits.At(Day.Start, facility), default);
        await register.Log.Append(SomeVisits.At(Day.End.AddMilliseconds(-1), facility), default);
        await register.Log.Append(SomeVisits.PaperAt(TestRegister.Noon, facility), default);
    }

    public ValueTask DisposeAsync() => register.DisposeAsync();

    [Fact]
    public async Task Reminders_alone_destroy_a_day_within_26_hours_after_its_retention_ends()
    {
        await using var cluster = await Start();
        await Sweep(cluster);
        register.Time.SetUtcNow(Due.AddHours(-2));
        await AdvanceUntil(async () => (await Held()).Contains(Day + 30), Due.AddMinutes(-5));
        register.Time.SetUtcNow(Due.AddMilliseconds(-1));
        Assert.Contains(Day, await Held());

        await AdvanceUntil(async () => !(await Held()).Contains(Day), Day.Start.AddDays(28).AddHours(26));

        Assert.Equal([(Day - 1, 0L), (Day, 3L)], await Recorded(cluster, days: 2));
        Assert.Contains(Day + 1, await Held());
    }

    [Fact]
    public async Task A_starting_silo_immediately_destroys_days_that_became_due()
    {
        await using (var before = await Start())
        {
            await Sweep(before);
        }
        await register.Log.Append(SomeVisits.At(TestRegister.Noon.AddDays(3)), default);
        register.Time.SetUtcNow(Due.AddDays(5));

        await using var cluster = await Start();

        await Eventually.True(async () => (await Held()).All(day => day >= Day + 6), "all that is due is gone");
        var recorded = await Recorded(cluster, days: 5);
        Assert.Equal((Day, 3L), recorded.Single(record => record.Count == 3));
        Assert.Equal((Day + 3, 1L), recorded.Single(record => record.Count == 1));
    }

    [Theory]
    [InlineData("DiesBefore")]
    [InlineData("DiesAfter")]
    public async Task A_crash_during_destruction_leaves_one_record_with_the_correct_count(string sticking)
    {
        partitions.Sticking = Enum.Parse<Sticking>(sticking);
        partitions.Only = Day;
        register.Time.SetUtcNow(Due);
        await using (var crashed = await Start())
        {
            await Assert.ThrowsAsync<InvalidOperationException>(() => Sweep(crashed));
            Assert.DoesNotContain((Day, 3L), await Recorded(crashed, days: 0));
        }
        partitions.Sticking = Sticking.Not;

        await using var cluster = await Start();
        Assert.True(await Sweep(cluster));
        Assert.True(await Sweep(cluster));

        Assert.DoesNotContain(Day, await Held());
        Assert.Single(await Recorded(cluster, days: 1), (Day, 3L));
    }

    [Fact]
    public async Task Two_independent_silos_destroy_and_record_each_day_once()
    {
        register.Time.SetUtcNow(Due.AddDays(2));
        await using var one = await Start();
        await using var other = await Start();

        await Task.WhenAll(Enumerable.Range(0, 6).Select(n => Sweep(n % 2 == 0 ? one : other)));
        await Eventually.True(async () => await Sweep(one) && await Sweep(other), "both see that nothing is left to do");

        Assert.All(await Held(), day => Assert.True(day >= Day + 3));
        var recorded = await Recorded(one, days: 3);
        Assert.Equal(recorded.Select(record => record.Day).Distinct().Count(), recorded.Count);
        Assert.Contains((Day, 3L), recorded);
    }

    [Fact]
    public async Task A_failed_destruction_raises_the_alarm_and_keeps_the_day_unreadable()
    {
        partitions.Sticking = Sticking.Refused;
        partitions.Only = Day;
        var limit = Day.Start.AddDays(28).AddHours(26);
        register.Time.SetUtcNow(limit);
        await using var cluster = await Start();

        Assert.False(await Sweep(cluster));
        Assert.Equal(HealthStatus.Healthy, await Health(cluster));
        var (from, to) = (Day.Start, Day.End);
        Assert.Empty(await register.Reader.AtFacility(facility, from, to, limit, default).Rows());
        Assert.Empty(await register.Reader.PaperAtFacility(facility, from, to, limit, default).Rows());
        Assert.Empty(await register.Reader.CountByHour(facility, from, to, limit, default));

        register.Time.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal(HealthStatus.Unhealthy, await Health(cluster));
        Assert.Contains(Day, await Held());
        Assert.DoesNotContain(Day - 1, await Held());

        partitions.Sticking = Sticking.Not;
        Assert.True(await Sweep(cluster));
        register.Time.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal(HealthStatus.Healthy, await Health(cluster));
        Assert.Contains((Day, 3L), await Recorded(cluster, days: 1));
    }

    [Fact]
    public async Task The_sweep_opens_upcoming_days_and_closes_past_days()
    {
        register.Time.SetUtcNow(TestRegister.Noon.AddDays(5));
        await using var cluster = await Start();

        Assert.True(await Sweep(cluster));

        Assert.Equal([Day - 1, Day, Day + 1, Day + 2, Day + 4, Day + 5, Day + 6, Day + 7], await Held());
        Assert.Equal(2, (await register.Reader.AtFacility(facility, Day.Start, Day.End, register.Now, default).Rows()).Count);
    }

    [Fact]
    public async Task A_failing_retention_duty_does_not_stop_the_sweep()
    {
        var duty = new CountedDuty();
        register.Time.SetUtcNow(Due);
        await using var cluster = await Start(silo => silo.Services.AddSingleton<IRetentionDuty>(duty));

        duty.Failing = true;
        Assert.False(await Sweep(cluster));
        Assert.DoesNotContain(Day, await Held());
        duty.Failing = false;
        Assert.True(await Sweep(cluster));
        Assert.Equal(Due, duty.SweptAt);
    }

    private Task<RegisterCluster> Start(Action<ISiloBuilder>? more = null) =>
        RegisterCluster.Start(
            register,
            configure: silo =>
            {
                silo.AddRetention();
                silo.Services.AddSingleton<IVisitPartitions>(partitions);
                more?.Invoke(silo);
            }
        );

    private static Task<bool> Sweep(RegisterCluster cluster) =>
        cluster.Get<IGrainFactory>().GetGrain<IRetentionGrain>(IRetentionGrain.Key).Sweep();

    private Task<IReadOnlyList<KoreanDay>> Held() => register.Partitions.DaysHeld(default);

    // In small steps, each followed by a look: what a tick wakes runs in real time.
    private async Task AdvanceUntil(Func<Task<bool>> condition, DateTimeOffset limit)
    {
        var step = TimeSpan.FromMinutes(5);
        await Eventually.True(
            async () =>
            {
                if (await condition())
                {
                    return true;
                }
                if (register.Now + step <= limit)
                {
                    register.Time.Advance(step);
                }
                return false;
            },
            $"a tick did it before {limit:u}"
        );
    }

    private static async Task<List<(KoreanDay Day, long Count)>> Recorded(RegisterCluster cluster, int days)
    {
        var log = cluster.Get<AuditLog>();
        await Eventually.True(async () => (await log.Head()).Count >= days, "the records are there");
        var verifier = new ChainVerifier();
        var result = new List<(KoreanDay, long)>();
        await foreach (var record in log.Read(0))
        {
            Assert.True(verifier.Read(record));
            var facts = record.Entry.Facts;
            Assert.Equal((DestructionRecord.Kind, "visits", "four-weeks"), (record.Entry.Kind, facts["what"], facts["rule"]));
            result.Add((KoreanDay.Parse(facts["subject"]), long.Parse(facts["count"])));
        }
        return result;
    }

    private static async Task<HealthStatus> Health(RegisterCluster cluster) =>
        (await cluster.Get<HealthCheckService>().CheckHealthAsync()).Status;

    private sealed class CountedDuty : IRetentionDuty
    {
        public bool Failing { get; set; }

        public DateTimeOffset? SweptAt { get; private set; }

        public Task<bool> Sweep(DateTimeOffset now, CancellationToken cancellationToken)
        {
            SweptAt = now;
            return Failing ? throw new TimeoutException() : Task.FromResult(true);
        }
    }
}
