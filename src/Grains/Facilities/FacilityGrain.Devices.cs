using KiPass.Contracts.Access;
using KiPass.Contracts.Facilities;

namespace KiPass.Grains.Facilities;

internal sealed partial class FacilityGrain
{
    /// <summary>How long a revoked device stays in the list: longer than the visits it recorded.</summary>
    private static readonly TimeSpan RevokedKept = TimeSpan.FromDays(60);

    /// <summary>Minimum interval between writes of "last seen": at most four writes a day per facility.</summary>
    private static readonly TimeSpan SeenWrittenEvery = TimeSpan.FromHours(6);

    /// <summary>Maximum number of pairing codes that are remembered for a repeated request.</summary>
    private const int MaxOffers = 100;

    private readonly Dictionary<(string AccountId, Guid RequestId), PairingOffer> offers = [];

    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        if (
            refused.Count > 0
            || seen.Any(entry => State.Devices.Any(device => device.Id == entry.Key && !(entry.Value - device.SeenAt < SeenWrittenEvery)))
        )
        {
            await Write(State);
        }
        await base.OnDeactivateAsync(reason, cancellationToken);
    }

    public async ValueTask<Answer<PairingOffer>> OfferPairing(Caller caller)
    {
        if (Refusal(caller) is { } refusal)
        {
            return refusal;
        }
        if (State.Stage != FacilityState.Active)
        {
            return AnswerStatus.Conflict;
        }
        var until = time.GetUtcNow() + PairingCode.Lifetime;
        return await OfferPairing(until, caller.AccountId) is { } code ? new PairingOffer(code, until) : AnswerStatus.Unavailable;
    }

    public async ValueTask<Answer<PairingOffer>> OfferPairingOnce(Caller caller, Guid requestId)
    {
        // A code is stored only as a hash, so the codes of the last minutes are known to this activation alone.
        foreach (var expired in offers.Where(entry => entry.Value.Until <= time.GetUtcNow()).ToList())
        {
            offers.Remove(expired.Key);
        }
        if (
            Refusal(caller) is null
            && State.Stage == FacilityState.Active
            && offers.TryGetValue((caller.AccountId, requestId), out var made)
        )
        {
            return made;
        }
        var answer = await OfferPairing(caller);
        if (answer.Value is { } offer && offers.Count < MaxOffers)
        {
            offers[(caller.AccountId, requestId)] = offer;
        }
        return answer;
    }

    public async ValueTask<Answer> ChangeDevice(Caller caller, Guid deviceId, string name, Guid? zoneId)
    {
        if (Refusal(caller) is { } refusal)
        {
            return refusal;
        }
        if (Find(deviceId) is not { } device)
        {
            return Answer.Of(AnswerStatus.NotFound);
        }
        if (NameProblem(name, PairingService.MaxNameLength) is { } wrong)
        {
            return wrong;
        }
        if (zoneId is not null && State.Zones.All(zone => zone.Id != zoneId))
        {
            return Answer.Invalid(new FieldError("Zone", FieldProblem.Unknown));
        }
        return await Change(State with { Devices = State.Devices.Replace(device, device with { Name = name.Trim(), Zone = zoneId }) });
    }

    public async ValueTask<Answer> RevokeDevice(Caller caller, Guid deviceId)
    {
        if (Refusal(caller) is { } refusal)
        {
            return refusal;
        }
        if (Find(deviceId) is not { } device)
        {
            return Answer.Of(AnswerStatus.NotFound);
        }
        if (device.RevokedAt is not null)
        {
            return Answer.Done;
        }
        var revoked = State with { Devices = State.Devices.Replace(device, device with { RevokedAt = time.GetUtcNow() }) };
        return await Change(revoked.With(Event(caller, FacilityEventKind.DeviceRevoked, device.Name)));
    }

    private DeviceRecord? Find(Guid deviceId) => State.Devices.FirstOrDefault(device => device.Id == deviceId);

    private bool Kept(DeviceRecord device) =>
        IsInUse(device) || time.GetUtcNow() - (device.RevokedAt ?? device.UnusedUntil(SeenAt(device))) < RevokedKept;

    private bool IsInUse(DeviceRecord device) => device.IsInUse(SeenAt(device), time.GetUtcNow());

    private DateTimeOffset? SeenAt(DeviceRecord device) => seen.TryGetValue(device.Id, out var at) ? at : device.SeenAt;

    // Every other write also stores the latest "last seen" and the refused scans.
    private FacilityRecord WithSeen(FacilityRecord state) =>
        seen.Count == 0 && refused.Count == 0
            ? state
            : state with
            {
                Devices = [.. state.Devices.Select(device => device with { SeenAt = SeenAt(device), Refused = RefusedOf(device) })],
            };
}
