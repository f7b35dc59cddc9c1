using KiPass.Grains.Database;
using KiPass.Silo.Health;
using KiPass.Silo.Problems;
using KiPass.Silo.Tests.Hosting;
using KiPass.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace KiPass.Silo.Tests.Health;

public sealed class ReceiptClockTests(Registers registers)
{
    [Theory]
    [InlineData(59)]
    [InlineData(-54)]
    public async Task A_time_read_after_the_clock_jumped_is_refused(int seconds)
    {
        var machine = new ShiftedTime();
        using var clock = new MachineClock(
            registers.On(Store.Postgres).Get<RegisterDatabase>(),
            machine,
            NullLogger<MachineClock>.Instance
        );
        await clock.StartAsync(default);
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
}
