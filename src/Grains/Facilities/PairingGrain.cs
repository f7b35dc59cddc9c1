using KiPass.Contracts.Facilities;
using KiPass.Grains.Database;

namespace KiPass.Grains.Facilities;

/// <inheritdoc cref="IPairingGrain"/>
[CollectionAgeLimit(Minutes = 2)]
internal sealed class PairingGrain(
    [PersistentState("pairing", RegisterStorage.Name)] IPersistentState<PairingState> storage,
    TimeProvider time
) : Grain, IPairingGrain
{
    public ValueTask<bool> Offer(Guid facilityId, DateTimeOffset? until) => Offer(facilityId, until, by: null);

    public async ValueTask<bool> Offer(Guid facilityId, DateTimeOffset? until, string? by)
    {
        if (storage.RecordExists)
        {
            return false;
        }
        var offered = new PairingState
        {
            FacilityId = facilityId,
            Until = until,
            By = by,
        };
        return await storage.TryWrite(offered) == WriteOutcome.Written;
    }

    public ValueTask<Pairing> Redeem(string deviceName) => Redeem(new NewDevice(deviceName));

    public async ValueTask<Pairing> Redeem(NewDevice device)
    {
        var offered = storage.State;
        var now = time.GetUtcNow();
        if (!storage.RecordExists || offered.Until <= now)
        {
            return Pairing.Unknown;
        }
        if (offered.UsedAt is not null)
        {
            // The device repeats a request whose answer it did not receive.
            return device.SigningKey is { } key && key == offered.UsedByKey
                ? await Add(device with { Repeated = true }, offered)
                : Pairing.Unknown;
        }
        var spent = await storage.TryWrite(offered with { UsedAt = now, UsedByKey = device.SigningKey });
        if (spent != WriteOutcome.Written)
        {
            DeactivateOnIdle();
        }
        return spent switch
        {
            // The row's version shows that another silo has used the code.
            WriteOutcome.Superseded => Pairing.Unknown,
            WriteOutcome.Unconfirmed => Pairing.Unavailable,
            _ => await Add(device, offered),
        };
    }

    private ValueTask<Pairing> Add(NewDevice device, PairingState offered) =>
        GrainFactory.GetGrain<IInternalFacilityGrain>(FacilityKey.Of(offered.FacilityId)).AddDevice(device with { PairedBy = offered.By });
}

/// <summary>The stored state of a pairing code.</summary>
internal sealed record PairingState
{
    public Guid FacilityId { get; init; }

    /// <summary>When the code expires; null: never.</summary>
    public DateTimeOffset? Until { get; init; }

    public DateTimeOffset? UsedAt { get; init; }

    /// <summary>Public signing key of the device that used the code, as JWK (JSON); null if it has none.</summary>
    public string? UsedByKey { get; init; }

    /// <summary>The account that offered the code; null for none.</summary>
    public string? By { get; init; }
}
