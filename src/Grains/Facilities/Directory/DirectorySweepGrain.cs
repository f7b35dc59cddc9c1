using KiPass.Contracts.Facilities;
using KiPass.Grains.Database;
using Microsoft.Extensions.Logging;

namespace KiPass.Grains.Facilities.Directory;

/// <inheritdoc cref="IDirectorySweep"/>
[GrainType("directorykeeper")]
internal sealed class DirectorySweepGrain(FacilityDirectory directory, TimeProvider time, ILogger<DirectorySweepGrain> log)
    : Grain,
        IDirectorySweep,
        IRemindable
{
    private const string Reminder = "sweep";
    private const int MaxPerSweep = 2000;
    private const int AtOnce = 16;
    private static readonly TimeSpan Period = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan AdoptEvery = TimeSpan.FromHours(12);

    private DateTimeOffset? adoptedAt;

    public async ValueTask Start() => await this.RegisterOrUpdateReminder(Reminder, Period, Period);

    public async Task ReceiveReminder(string reminderName, TickStatus status)
    {
        try
        {
            await Sweep();
        }
        catch (Exception exception) when (StoreErrors.IsOfStore(exception))
        {
            log.LogWarning("The directory sweep failed: {Code}", StoreErrors.Code(exception));
        }
    }

    public async ValueTask<int> Sweep()
    {
        var now = time.GetUtcNow();
        if (!(now - adoptedAt < AdoptEvery))
        {
            await directory.Adopt(CancellationToken.None);
            adoptedAt = now;
        }
        var stale = await directory.Stale(MaxPerSweep, CancellationToken.None);
        foreach (var some in stale.Chunk(AtOnce))
        {
            await Task.WhenAll(some.Select(id => GrainFactory.GetGrain<IInternalFacilityGrain>(FacilityKey.Of(id)).Project().AsTask()));
        }
        return stale.Count;
    }
}
