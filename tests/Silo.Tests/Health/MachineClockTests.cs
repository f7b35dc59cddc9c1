using KiPass.Grains.Database;
using KiPass.Silo.Health;
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
    public async Task A_clock_that_jumps_away_from_the_database_is_found_out_at_once_and_believed_again_when_it_is_back(int seconds)
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
    public async Task Silos_watch_one_another_by_the_database_s_time_whatever_a_machine_s_clock_does(int seconds)
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
    public async Task On_SQLite_the_one_silo_goes_by_its_machine_s_time()
    {
        var (clock, machine) = await Start(Store.Sqlite);

        machine.Advance(TimeSpan.FromHours(1));

        Assert.InRange(machine.GetUtcNow() - new ClusterTime(clock).GetUtcNow(), -TimeSpan.FromSeconds(20), TimeSpan.FromSeconds(20));
        await clock.StopAsync(default);
    }

    [Fact]
    public async Task What_time_synchronization_leaves_is_allowed()
    {
        var (clock, machine) = await Start(Store.Postgres);

        machine.Advance(TimeSpan.FromSeconds(1));

        Assert.True(clock.IsRight);
        await clock.StopAsync(default);
    }

    [Fact]
    public async Task On_SQLite_there_is_no_other_clock()
    {
        var (clock, machine) = await Start(Store.Sqlite);

        machine.Advance(TimeSpan.FromHours(1));

        Assert.True(clock.IsRight);
        await clock.StopAsync(default);
    }

    [Fact]
    public void Until_the_database_has_said_its_time_the_clock_is_not_believed()
    {
        var database = registers.On(Store.Postgres).Get<RegisterDatabase>();
        using var clock = new MachineClock(database, new ShiftedTime(), NullLogger<MachineClock>.Instance);

        Assert.False(clock.IsRight);
    }

    private async Task<(MachineClock Clock, ShiftedTime Machine)> Start(Store store)
    {
        var machine = new ShiftedTime();
        var clock = new MachineClock(registers.On(store).Get<RegisterDatabase>(), machine, NullLogger<MachineClock>.Instance);
        await clock.StartAsync(default);
        return (clock, machine);
    }
}
