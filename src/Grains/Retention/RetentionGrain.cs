using KiPass.Grains.Audit;
using KiPass.Grains.Database;
using KiPass.Grains.Telemetry;
using KiPass.Grains.Visits;
using KiPass.Tokens;
using Microsoft.Extensions.Logging;

namespace KiPass.Grains.Retention;

/// <inheritdoc cref="IRetentionGrain"/>
internal sealed class RetentionGrain(
    [PersistentState("retention", RegisterStorage.Name)] IPersistentState<RetentionState> storage,
    IVisitPartitions partitions,
    AuditLog audit,
    IEnumerable<IRetentionDuty> duties,
    RegisterMeter meter,
    TimeProvider time,
    ILogger<RetentionGrain> logger
) : Grain, IRetentionGrain, IRemindable
{
    private const string Reminder = "hourly";
    private const int MaxDays = 400;
    private static readonly TimeSpan Period = TimeSpan.FromHours(1);

    private bool reminded;

    public async Task<bool> Sweep()
    {
        if (!reminded)
        {
            await this.RegisterOrUpdateReminder(Reminder, Period, Period);
            reminded = true;
        }
        return await SweepAll(time.GetUtcNow());
    }

    public async Task ReceiveReminder(string reminderName, TickStatus status) => await SweepAll(time.GetUtcNow());

    // Destruction comes first, so that no later failure can delay it.
    private async Task<bool> SweepAll(DateTimeOffset now)
    {
        var done = await Attempt("destroy days", () => DestroyDueDays(now));
        foreach (var duty in duties)
        {
            done &= await Attempt(duty.GetType().Name, () => duty.Sweep(now, CancellationToken.None));
        }
        done &= await Attempt("open days", () => OpenDays(now));
        done &= await Attempt("close days", () => CloseDays(now));
        meter.Swept();
        return done;
    }

    private async Task<bool> DestroyDueDays(DateTimeOffset now)
    {
        var held = await partitions.DaysHeld(CancellationToken.None);
        // A day that was begun but is no longer stored was destroyed before a crash: its destruction record is still missing.
        var due = held.Where(day => RetentionRule.IsDue(day, now)).Union(storage.State.Begun.Select(begun => new KoreanDay(begun.Day)));
        var done = true;
        foreach (var day in due.Order().Take(MaxDays).ToList())
        {
            done &= await Attempt("destroy a day", () => Destroy(day));
        }
        return done;
    }

    private async Task<bool> Destroy(KoreanDay day)
    {
        var begun = storage.State.Begun.Find(begun => begun.Day == day.Number);
        if (begun is null)
        {
            begun = new BegunDestruction(Guid.NewGuid(), day.Number, await partitions.CountDay(day, CancellationToken.None));
            if (!await Write([.. storage.State.Begun, begun]))
            {
                return false;
            }
        }
        await partitions.DestroyDay(day, CancellationToken.None);
        var record = new DestructionRecord("visits", day.ToString(), begun.Count, RetentionRule.Name);
        if (await audit.Append(DestructionRecord.Kind, record.Facts, once: $"destroyed:{begun.Id:N}") is null)
        {
            return false;
        }
        logger.LogInformation("Destroyed {Day}: {Count} visits.", day, begun.Count);
        return await Write([.. storage.State.Begun.Where(other => other.Id != begun.Id)]);
    }

    private async Task<bool> OpenDays(DateTimeOffset now)
    {
        await partitions.OpenDaysAround(KoreanDay.Of(now), CancellationToken.None);
        return true;
    }

    private async Task<bool> CloseDays(DateTimeOffset now)
    {
        foreach (var day in await partitions.DaysHeld(CancellationToken.None))
        {
            if (RetentionRule.IsClosed(day, now))
            {
                await partitions.CloseDay(day, CancellationToken.None);
            }
        }
        return true;
    }

    private async Task<bool> Write(List<BegunDestruction> begun)
    {
        var outcome = await storage.TryWrite(new RetentionState { Begun = begun });
        if (outcome != WriteOutcome.Written)
        {
            // Another activation has written, or the database did not answer: the next sweep resumes from the stored state.
            DeactivateOnIdle();
        }
        return outcome == WriteOutcome.Written;
    }

    private async Task<bool> Attempt(string what, Func<Task<bool>> work)
    {
        try
        {
            return await work();
        }
        catch (Exception e) when (StoreErrors.IsOfStore(e))
        {
            logger.LogError("Retention could not {What}: {Error}. The next sweep tries again.", what, StoreErrors.Code(e));
            return false;
        }
    }
}
