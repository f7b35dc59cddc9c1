using System.Data.Common;
using KiPass.Issuer.DayKeys;
using KiPass.Issuer.Disclosures;
using KiPass.Issuer.Sessions;
using KiPass.Issuer.Storage;
using KiPass.Issuer.Verifications;
using KiPass.Issuer.Visitors;
using KiPass.Tokens;

namespace KiPass.Issuer.Health;

/// <summary>
/// What time brings: tomorrow's day key, destruction of keys and accounts whose time has come, codes and sessions that are over. Driven by
/// the data: whatever was missed while the process was down is done at its start. No setting turns it off.
/// </summary>
internal sealed partial class Upkeep(
    DayKeyring dayKeys,
    VerificationStore verifications,
    SessionStore sessions,
    VisitorStore visitors,
    DisclosureLedger disclosures,
    SessionCache cache,
    IssuerDatabase database,
    TimeProvider time,
    ILogger<Upkeep> log
) : BackgroundService
{
    /// <summary>From this hour on, Korean time, tomorrow's key is made.</summary>
    public const int HourOfTomorrowsKey = 22;

    private DateTimeOffset lastHourly = DateTimeOffset.MinValue;

    /// <summary>Everything that is due now; a part that fails does not keep the others, and is tried again a minute later.</summary>
    public async Task RunOnce(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await Try("day keys", MakeDayKeys, cancellationToken);
        await Try("destruction of day keys", dayKeys.DestroyOverdue, cancellationToken);
        cache.ForgetIdle();
        if (now - lastHourly >= TimeSpan.FromHours(1))
        {
            var done = await Try("codes", verifications.RemoveExpired, cancellationToken);
            done &= await Try("sessions", sessions.RemoveExpired, cancellationToken);
            done &= await Try("accounts", EraseLapsed, cancellationToken);
            done &= await Try("disclosure counts", disclosures.RemoveExpired, cancellationToken);
            done &= await Try("erased bytes", database.Reclaim, cancellationToken);
            lastHourly = done ? now : lastHourly;
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await RunOnce(stoppingToken);
            // On the minute, so that midnight is met as it strikes.
            var now = time.GetUtcNow();
            var wait = TimeSpan.FromTicks(TimeSpan.TicksPerMinute - now.Ticks % TimeSpan.TicksPerMinute);
            await Task.Delay(wait, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task MakeDayKeys(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var today = KoreanDay.Of(now);
        await dayKeys.Ensure(today, cancellationToken);
        if (now.ToOffset(KoreanDay.Offset).Hour >= HourOfTomorrowsKey)
        {
            await dayKeys.Ensure(today + 1, cancellationToken);
        }
    }

    private async Task EraseLapsed(CancellationToken cancellationToken)
    {
        if (await visitors.EraseLapsed(cancellationToken) > 0)
        {
            await database.AfterErasure(cancellationToken);
        }
    }

    private async Task<bool> Try(string what, Func<CancellationToken, Task> act, CancellationToken cancellationToken)
    {
        try
        {
            await act(cancellationToken);
            return true;
        }
        catch (Exception e)
            when (e
                    is DbException
                        or TimeoutException
                        or IOException
                        or UnauthorizedAccessException
                        or InvalidDataException
                        or LostDayKeyException
            )
        {
            LogFailed(log, what, e.Message);
            return false;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }

    [LoggerMessage(LogLevel.Error, "Upkeep of {What} failed and will be tried again: {Reason}")]
    private static partial void LogFailed(ILogger log, string what, string reason);
}
