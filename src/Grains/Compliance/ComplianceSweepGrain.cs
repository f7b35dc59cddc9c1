using KiPass.Contracts.Access;
using KiPass.Contracts.Compliance;
using KiPass.Grains.Database;
using KiPass.Grains.Visits;
using KiPass.Tokens;
using Microsoft.Extensions.Logging;

namespace KiPass.Grains.Compliance;

/// <summary>Updates the daily compliance figures and the activity of facilities. Key <see cref="Key"/>.</summary>
[Alias("kipass.compliance-keeper")]
internal interface IComplianceSweep : IGrainWithStringKey
{
    public const string Key = "compliance-keeper";

    /// <summary>Registers the reminder; called by each silo when it starts.</summary>
    [Alias("Start")]
    ValueTask Start();

    /// <summary>Records which facilities had entries since the last sweep, and today's figures. Idempotent.</summary>
    [Alias("Sweep")]
    ValueTask Sweep();
}

/// <inheritdoc cref="IComplianceSweep"/>
[GrainType("compliancekeeper")]
internal sealed class ComplianceSweepGrain(
    IActiveFacilities active,
    ComplianceFigures figures,
    ComplianceStore store,
    TimeProvider time,
    ILogger<ComplianceSweepGrain> log
) : Grain, IComplianceSweep, IRemindable
{
    private const string Reminder = "sweep";
    private static readonly TimeSpan Period = TimeSpan.FromMinutes(30);

    private KoreanDay? sweptOn;

    public async ValueTask Start() => await this.RegisterOrUpdateReminder(Reminder, TimeSpan.FromMinutes(1), Period);

    public async Task ReceiveReminder(string reminderName, TickStatus status)
    {
        try
        {
            await Sweep();
        }
        catch (Exception exception) when (StoreErrors.IsOfStore(exception))
        {
            log.LogWarning("The compliance sweep failed: {Code}", StoreErrors.Code(exception));
        }
    }

    public async ValueTask Sweep()
    {
        var today = KoreanDay.Of(time.GetUtcNow());
        // A scan can arrive a day late; the first sweep of a day reads all days that matter.
        var back = sweptOn == today ? 1 : IComplianceGrain.SilentDays;
        for (var day = today - back; day <= today; day += 1)
        {
            await store.PutActive(day, await active.On(day, CancellationToken.None), CancellationToken.None);
        }
        await store.PutDay(today, await figures.Of(Jurisdiction.Nation, today, CancellationToken.None), CancellationToken.None);
        sweptOn = today;
    }
}
