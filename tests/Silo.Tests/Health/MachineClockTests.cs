using KiPass.Grains.Database;
using KiPass.Silo.Health;
using KiPass.Silo.Problems;
using KiPass.Silo.Tests.Hosting;
using KiPass.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace KiPass.Silo.Tests.Health;

public sealed class MachineClockTests(Registers registers)
{
    [Theory]
    [InlineData(3)]
    [InlineData(-3)]
    [InlineData(3600)]
    public async Task Detects_clock_drift_from_the_database_and_its_recovery(int seconds)
    {
        var (clock, machine) = await Start(Store.Postgres);
        Assert.True(clock.IsRight);

        machine.Advance(TimeSpan.FromSeconds(seconds));
        Assert.False(clock.IsRight);

        machine.Advance(TimeSpan.FromSeconds(-seconds));
        Assert.True(clock.IsRight);
        await clock.StopAsync(default);
    }

    [Theory]
    [InlineData(40)]
    [InlineData(-40)]
    public async Task Silo_liveness_checks_use_the_database_clock(int seconds)
    {
        var (clock, machine) = await Start(Store.Postgres);
        var cluster = new ClusterTime(clock);
        var before = cluster.GetUtcNow();

        machine.Advance(TimeSpan.FromSeconds(seconds));
        Assert.InRange(cluster.GetUtcNow() - before, TimeSpan.Zero, TimeSpan.FromSeconds(20));

        machine.Advance(TimeSpan.FromSeconds(-seconds));
        Assert.InRange(cluster.GetUtcNow() - before, TimeSpan.Zero, TimeSpan.FromSeconds(20));
        await clock.StopAsync(default);
    }

    [Fact]
    public async Task On_SQLite_the_silo_uses_the_local_clock()
    {
        var (clock, machine) = await Start(Store.Sqlite);

        machine.Advance(TimeSpan.FromHours(1));

        Assert.InRange(machine.GetUtcNow() - new ClusterTime(clock).GetUtcNow(), -TimeSpan.FromSeconds(20), TimeSpan.FromSeconds(20));
        await clock.StopAsync(default);
    }

    [Fact]
    public async Task Tolerates_small_clock_offsets_under_time_synchronization()
    {
        var (clock, machine) = await Start(Store.Postgres);

        machine.Advance(TimeSpan.FromSeconds(1));

        Assert.True(clock.IsRight);
        await clock.StopAsync(default);
    }

    [Fact]
    public async Task On_SQLite_the_local_clock_is_always_considered_correct()
    {
        var (clock, machine) = await Start(Store.Sqlite);

        machine.Advance(TimeSpan.FromHours(1));

        Assert.True(clock.IsRight);
        await clock.StopAsync(default);
    }

    [Fact]
    public void The_clock_is_not_trusted_before_the_first_database_comparison()
    {
        var database = registers.On(Store.Postgres).Get<RegisterDatabase>();
        using var clock = new MachineClock(database, new ShiftedTime(), NullLogger<MachineClock>.Instance);

        Assert.False(clock.IsRight);
    }

    [Theory]
    [InlineData(59)]
    [InlineData(-54)]
    public async Task A_time_read_after_the_clock_jumped_is_refused(int seconds)
    {
        var (clock, machine) = await Start(Store.Postgres);
        var receipt = new ReceiptClock(machine, clock);
        var before = machine.GetUtcNow();

        Assert.True(receipt.TryRead(out var receivedAt, out var refusal));
        Assert.Null(refusal);
        Assert.InRange(receivedAt - before, TimeSpan.Zero, TimeSpan.FromSeconds(20));

        machine.Advance(TimeSpan.FromSeconds(seconds));
        Assert.False(receipt.TryRead(out _, out refusal));
        Assert.Same(RegisterProblems.Unavailable, refusal!.Problem);
        await clock.StopAsync(default);
    }

    private async Task<(MachineClock Clock, ShiftedTime Machine)> Start(Store store)
    {
        var machine = new ShiftedTime();
        var clock = new MachineClock(registers.On(store).Get<RegisterDatabase>(), machine, NullLogger<MachineClock>.Instance);
        await clock.StartAsync(default);
        return (clock, machine);
    }
}
