using System.Collections.Immutable;
using System.Security.Cryptography;
using KiPass.Contracts.Facilities;
using KiPass.Grains.Facilities;
using KiPass.Tokens;

namespace KiPass.Silo.Demo.Nation;

/// <summary>A facility of the nation with its devices, while it is seeded.</summary>
internal sealed class NationSite
{
    private static readonly TimeSpan Morning = TimeSpan.FromHours(9);
    private static readonly string[] DeviceNames = ["정문 스캐너", "카운터 태블릿", "후문 스캐너"];

    private readonly DateTimeOffset begun;
    private readonly DeviceRecord[] devices;
    private readonly DateTimeOffset?[] seenAt;

    /// <param name="facility">The plan.</param>
    /// <param name="serial">Its place in the plan.</param>
    /// <param name="today">The current day.</param>
    public NationSite(NationFacility facility, int serial, KoreanDay today)
    {
        Facility = facility;
        begun = (today - facility.SignedUp).Start + Morning + TimeSpan.FromMinutes(serial * 37 % 470);
        Zones = facility.Facts.Capacity > 200 ? [new Zone(Id("1층"), "1층"), new Zone(Id("2층"), "2층")] : [];
        var count =
            facility.Weight == 0 ? 0
            : facility.Facts.Capacity > 250 ? 3
            : facility.Facts.Capacity > 120 ? 2
            : 1;
        devices = [.. Enumerable.Range(0, count).Select(Device)];
        seenAt = new DateTimeOffset?[count];
    }

    public NationFacility Facility { get; }

    public IReadOnlyList<Zone> Zones { get; }

    private DateTimeOffset ApprovedAt => begun + TimeSpan.FromMinutes(95 + Facility.Facts.Capacity!.Value % 170);

    /// <summary>The device that makes the next scan.</summary>
    public Guid DeviceAt(DateTimeOffset at, int choice)
    {
        var index = choice % devices.Length;
        seenAt[index] = at;
        return devices[index].Id;
    }

    /// <summary>The state as the register stores it; without its end, the facility is still active.</summary>
    public FacilityRecord Record(bool withEnd, KoreanDay today)
    {
        var record = new FacilityRecord
        {
            Stage = FacilityState.Draft,
            Facts = Facility.Facts,
            Members = [new Member(Id("owner").ToString(), MemberRole.Owner, begun)],
            Zones = [.. Zones],
            Hours = Facility.Hours,
            History = [new FacilityEvent(begun, Id("owner").ToString(), FacilityEventKind.Begun)],
        };
        if (Facility.End == FacilityState.Draft)
        {
            return record;
        }
        record = Submitted(record);
        if (Facility.End == FacilityState.Submitted)
        {
            return record;
        }
        record = Approved(record);
        return withEnd && Facility.End != FacilityState.Active ? Ended(record, today) : record;
    }

    private FacilityRecord Submitted(FacilityRecord record) =>
        (record with { Stage = FacilityState.Submitted, Registry = new BusinessRegistryCheck(BusinessRegistryVerdict.ByHand) }).With(
            new FacilityEvent(begun.AddMinutes(18), record.OwnerAccount!, FacilityEventKind.Submitted, Facts: record.Facts)
        );

    private FacilityRecord Approved(FacilityRecord record)
    {
        var paired = devices.Select((device, i) => device with { SeenAt = seenAt[i], Zone = ZoneOf(i) }).ToImmutableArray();
        var approved = (record with { Stage = FacilityState.Active, Devices = paired }).With(
            new FacilityEvent(ApprovedAt, DemoOfficial.AccountId, FacilityEventKind.Approved)
        );
        return paired.Aggregate(
            approved,
            (state, device) => state.With(new FacilityEvent(device.PairedAt, "device", FacilityEventKind.DevicePaired, device.Name))
        );
    }

    private FacilityRecord Ended(FacilityRecord record, KoreanDay today)
    {
        var at = (today - Facility.LastDay + 1).Start + TimeSpan.FromHours(10);
        const string Reason = "현장 점검: 출입명부 미사용";
        return Facility.End == FacilityState.Suspended
            ? (record with { Stage = FacilityState.Suspended, Reason = Reason, HeldByOfficial = true }).With(
                new FacilityEvent(at, DemoOfficial.AccountId, FacilityEventKind.Suspended, Reason)
            )
            : (record with { Stage = FacilityState.Closed, Reason = "폐업" }).With(
                new FacilityEvent(at, record.OwnerAccount!, FacilityEventKind.Closed, "폐업")
            );
    }

    private Guid? ZoneOf(int device) => Zones.Count == 0 ? null : Zones[device % Zones.Count].Id;

    // Nobody knows the token of such a device; the hash is of random bytes.
    private DeviceRecord Device(int index) =>
        new(
            Id($"device-{index}"),
            DeviceNames[index],
            RandomNumberGenerator.GetBytes(SHA256.HashSizeInBytes),
            ApprovedAt.AddMinutes(25 + index * 4),
            PairedBy: Id("owner").ToString()
        );

    private Guid Id(string part) =>
        new(SHA256.HashData([.. Facility.Id.ToByteArray(), .. System.Text.Encoding.UTF8.GetBytes(part)]).AsSpan(0, 16), bigEndian: true);
}
