using KiPass.Grains.Database;
using Microsoft.Extensions.Logging;

namespace KiPass.Grains.BusinessRegistry;

/// <inheritdoc cref="IBusinessRegistrySweep"/>
[GrainType("registrykeeper")]
internal sealed class BusinessRegistrySweepGrain(
    IRegisteredBusinesses businesses,
    TaxService taxService,
    TimeProvider time,
    ILogger<BusinessRegistrySweepGrain> log
) : Grain, IBusinessRegistrySweep, IRemindable
{
    private const string Reminder = "sweep";

    // 300,000 facilities a week are 150 every 5 minutes.
    private const int MaxPerSweep = 1000;
    private static readonly TimeSpan Period = TimeSpan.FromMinutes(5);

    public async ValueTask Start() => await this.RegisterOrUpdateReminder(Reminder, Period, Period);

    public async Task ReceiveReminder(string reminderName, TickStatus status)
    {
        try
        {
            await Sweep();
        }
        catch (Exception exception) when (StoreErrors.IsOfStore(exception))
        {
            log.LogWarning("The business registry sweep failed: {Code}", StoreErrors.Code(exception));
        }
    }

    public async ValueTask<int> Sweep()
    {
        if (!taxService.IsConfigured)
        {
            return 0;
        }
        var due = await businesses.Due(time.GetUtcNow(), MaxPerSweep, CancellationToken.None);
        foreach (var some in due.Chunk(TaxService.MaxNumbers))
        {
            if (!await GrainFactory.GetGrain<IBusinessRegistryGrain>(IBusinessRegistryGrain.Key).CheckAll([.. some]))
            {
                break;
            }
        }
        return due.Count;
    }
}
