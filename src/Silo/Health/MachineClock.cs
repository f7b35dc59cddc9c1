using System.Data.Common;
using KiPass.Grains.Database;

namespace KiPass.Silo.Health;

/// <summary>
/// Checks this machine's clock against the shared database's clock. Scan decisions, clock correction of scanners and visit times
/// depend on it, so a silo with a wrong clock rejects all requests.
/// </summary>
/// <remarks>
/// The database is queried every few seconds. In between, its time is extrapolated with the monotonic clock, so that the next
/// request detects a clock jump. On SQLite there is only one clock.
/// </remarks>
/// <param name="machine">The machine's clock, even if the register itself uses another one.</param>
internal sealed partial class MachineClock(RegisterDatabase database, TimeProvider machine, ILogger<MachineClock> logger)
    : BackgroundService
{
    /// <summary>Reason code in responses.</summary>
    public const string Differs = "clock-differs";

    /// <summary>Tolerance: well above NTP's error and below the 5 s that a device's clock may differ.</summary>
    private static readonly TimeSpan Allowed = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan Period = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan CheckInterval = TimeSpan.FromMilliseconds(500);

    // The timestamp of a slower response is too uncertain.
    private static readonly TimeSpan LongestAnswer = TimeSpan.FromSeconds(1);

    /// <summary>The database's time at the zero of the monotonic clock, in ticks; 0 until it is known.</summary>
    private long origin;
    private bool wasRight = true;

    /// <summary>Whether the difference from the database is at most 2 s. False until the database's time is known.</summary>
    public bool IsRight =>
        !database.IsPostgres || Volatile.Read(ref origin) is not 0 and var known && Difference(known).Duration() <= Allowed;

    /// <summary>
    /// The database's time, unaffected by changes of this machine's clock. This machine's time on SQLite and until the database's is known.
    /// </summary>
    public DateTimeOffset Shared =>
        Volatile.Read(ref origin) is not 0 and var known
            ? new DateTimeOffset(known + MonotonicTicks(), TimeSpan.Zero)
            : machine.GetUtcNow();

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await Ask();
        await base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var asked = machine.GetTimestamp();
        while (database.IsPostgres && !stoppingToken.IsCancellationRequested)
        {
            await Task.Delay(CheckInterval, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            // After sleep, the wall clock is right but the monotonic clock was paused, so query the database immediately.
            if (!IsRight || machine.GetElapsedTime(asked) >= Period)
            {
                asked = machine.GetTimestamp();
                await Ask();
            }
        }
    }

    private TimeSpan Difference(long origin) => TimeSpan.FromTicks(machine.GetUtcNow().UtcTicks - origin - MonotonicTicks());

    private long MonotonicTicks() => machine.GetElapsedTime(0, machine.GetTimestamp()).Ticks;

    private async Task Ask()
    {
        if (!database.IsPostgres)
        {
            return;
        }
        try
        {
            var (origin, took) = await AskOnce().WaitAsync(LongestAnswer * 2);
            if (took <= LongestAnswer)
            {
                Volatile.Write(ref this.origin, origin);
            }
        }
        catch (Exception e) when (StoreErrors.IsOfStore(e))
        {
            // The monotonic clock keeps extrapolating the last result.
        }
        if (IsRight != wasRight && Volatile.Read(ref origin) is not 0 and var known)
        {
            wasRight = !wasRight;
            Changed(
                wasRight ? LogLevel.Information : LogLevel.Error,
                wasRight ? "agrees with" : "differs from",
                Difference(known).TotalSeconds
            );
        }
    }

    private async Task<(long Origin, TimeSpan Took)> AskOnce()
    {
        await using var connection = await database.Source.OpenConnectionAsync();
        await using DbCommand command = connection.CreateCommand();
        command.CommandText = "SELECT clock_timestamp()";
        var before = MonotonicTicks();
        var utc = ((DateTime)(await command.ExecuteScalarAsync())!).Ticks;
        var after = MonotonicTicks();
        return (utc - (before + after) / 2, TimeSpan.FromTicks(after - before));
    }

    private void Changed(LogLevel level, string how, double seconds) => Changed(logger, level, how, seconds);

    [LoggerMessage(
        Message = "This machine's clock {How} the database's (difference {Seconds:0.0} s); while it differs by more than 2 s, /v1 answers 503."
    )]
    private static partial void Changed(ILogger logger, LogLevel level, string how, double seconds);
}
