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
        var key = device.SigningKey is { } json ? JsonSerializer.Deserialize<EcJwk>(json) : null;
        if (device.Repeated && State.Devices.FirstOrDefault(known => known.SigningKey == key && known.RevokedAt is null) is { } same)
        {
            return await IssueToken(same);
        }
        if (State.Stage != FacilityState.Active || State.Devices.Count(IsInUse) >= MaxDevices)
        {
            return Pairing.Unknown;
        }
        var deviceId = Guid.NewGuid();
        var (text, token) = DeviceToken.Make(Id, deviceId);
        var added = new DeviceRecord(deviceId, device.Name, token.Hash, time.GetUtcNow(), SigningKey: key, PairedBy: device.PairedBy);
        var paired = State with { Devices = [.. State.Devices.Where(Kept), added] };
        var happened = new FacilityEvent(time.GetUtcNow(), "device", FacilityEventKind.DevicePaired, device.Name);
        return await Write(paired.With(happened))
            ? new Pairing(PairingStatus.Paired, deviceId, text, Id, State.Facts.Name)
            : Pairing.Unavailable;
    }

    // The answer with the first token was lost.
    private async ValueTask<Pairing> IssueToken(DeviceRecord device)
    {
        if (State.Stage != FacilityState.Active)
        {
            return Pairing.Unknown;
        }
        var (text, token) = DeviceToken.Make(Id, device.Id);
        return await Write(State with { Devices = State.Devices.Replace(device, device with { TokenHash = token.Hash }) })
            ? new Pairing(PairingStatus.Paired, device.Id, text, Id, State.Facts.Name)
            : Pairing.Unavailable;
    }
}
