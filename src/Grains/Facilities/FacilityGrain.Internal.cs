using System.Text.Json;
using KiPass.Contracts.Facilities;
using KiPass.Tokens.Keys;

namespace KiPass.Grains.Facilities;

internal sealed partial class FacilityGrain
{
    /// <summary>Maximum number of devices of a facility, without revoked ones.</summary>
    private const int MaxDevices = 200;

    private readonly Dictionary<Guid, DateTimeOffset> seen = [];

    public ValueTask<Admission> Admit(Guid deviceId, byte[] tokenHash)
    {
        DateTimeOffset? last = seen.TryGetValue(deviceId, out var at) ? at : null;
        var admission = FacilityAdmission.Of(State, deviceId, tokenHash, last, time.GetUtcNow());
        if (admission.Status == AdmissionStatus.Admitted)
        {
            seen[deviceId] = time.GetUtcNow();
        }
        return ValueTask.FromResult(admission);
    }

    public ValueTask<string?> OfferPairing(DateTimeOffset? until) => OfferPairing(until, by: null);

    private async ValueTask<string?> OfferPairing(DateTimeOffset? until, string? by)
    {
        if (State.Stage != FacilityState.Active)
        {
            return null;
        }
        var code = PairingCode.Random();
        return await GrainFactory.GetGrain<IPairingGrain>(code.Key).Offer(Id, until, by) ? code.Text : null;
    }

    public ValueTask<Pairing> AddDevice(string name) => AddDevice(new NewDevice(name));

    public async ValueTask<Pairing> AddDevice(NewDevice device)
    {
        // Removed after offering the code: a device must not outlive the membership of the account that paired it.
        if (device.PairedBy is { } account && State.RoleOf(account) is null)
        {
            return Pairing.Unknown;
        }
        if (State.Stage != FacilityState.Active || State.Devices.Count(IsInUse) >= MaxDevices)
        {
            return Pairing.Unknown;
        }
        var deviceId = Guid.NewGuid();
        var (text, token) = DeviceToken.Make(Id, deviceId);
        var added = new DeviceRecord(
            deviceId,
            device.Name,
            token.Hash,
            time.GetUtcNow(),
            SigningKey: device.SigningKey is { } key ? JsonSerializer.Deserialize<EcJwk>(key) : null,
            PairedBy: device.PairedBy
        );
        var paired = State with { Devices = [.. State.Devices.Where(Kept), added] };
        var happened = new FacilityEvent(time.GetUtcNow(), "device", FacilityEventKind.DevicePaired, device.Name);
        return await Write(paired.With(happened))
            ? new Pairing(PairingStatus.Paired, deviceId, text, Id, State.Facts.Name)
            : Pairing.Unavailable;
    }
}
