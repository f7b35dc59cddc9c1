using KiPass.Contracts.Facilities;

namespace KiPass.Grains.Facilities;

internal sealed partial class FacilityGrain
{
    /// <summary>Maximum number of devices of a facility, without revoked ones.</summary>
    private const int MaxDevices = 200;

    private readonly Dictionary<Guid, DateTimeOffset> seen = [];

    public ValueTask<Admission> Admit(Guid deviceId, byte[] tokenHash)
    {
        var admission = FacilityAdmission.Of(State, deviceId, tokenHash);
        if (admission.Status == AdmissionStatus.Admitted)
        {
            seen[deviceId] = time.GetUtcNow();
        }
        return ValueTask.FromResult(admission);
    }

    public async ValueTask<string?> OfferPairing(DateTimeOffset? until)
    {
        if (State.Stage != FacilityState.Active)
        {
            return null;
        }
        var code = PairingCode.Random();
        return await GrainFactory.GetGrain<IPairingGrain>(code.Key).Offer(Id, until) ? code.Text : null;
    }

    public async ValueTask<Pairing> AddDevice(string name)
    {
        if (State.Stage != FacilityState.Active || State.Devices.Count(device => device.RevokedAt is null) >= MaxDevices)
        {
            return Pairing.Unknown;
        }
        var deviceId = Guid.NewGuid();
        var (text, token) = DeviceToken.Make(Id, deviceId);
        var device = new DeviceRecord(deviceId, name, token.Hash, time.GetUtcNow());
        var paired = State with { Devices = [.. State.Devices.Where(Kept), device] };
        var happened = new FacilityEvent(time.GetUtcNow(), "device", FacilityEventKind.DevicePaired, name);
        return await Write(paired.With(happened))
            ? new Pairing(PairingStatus.Paired, deviceId, text, Id, State.Facts.Name)
            : Pairing.Unavailable;
    }
}
