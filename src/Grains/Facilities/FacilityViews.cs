using KiPass.Contracts.Access;
using KiPass.Contracts.Facilities;

namespace KiPass.Grains.Facilities;

/// <summary>The parts of a facility that each caller may see.</summary>
internal static class FacilityViews
{
    public static FacilityView Of(Guid id, FacilityRecord state, DeviceSight sight, Caller caller)
    {
        var role = caller.Role == CallerRole.Account ? state.RoleOf(caller.AccountId) : null;
        // Scanners need the name, not the people. The recipient of an offer sees the facility, but not yet its people.
        var full = caller.Role != CallerRole.Account || role is MemberRole.Owner or MemberRole.Manager;
        return new FacilityView
        {
            Id = id,
            Stage = state.Stage,
            Facts = full
                ? state.Facts
                : new FacilityFacts
                {
                    Name = state.Facts.Name,
                    District = state.Facts.District,
                    Address = state.Facts.Address,
                    Type = state.Facts.Type,
                },
            Registry = state.Registry,
            Members = full ? state.Members : [.. state.Members.Where(member => member.AccountId == caller.AccountId)],
            Zones = state.Zones,
            Devices = [.. state.Devices.Select(device => Device(device, sight, full)).OrderByDescending(device => device.PairedAt)],
            Hours = state.Hours,
            History = full ? state.History : [],
            MyRole = role,
            TransferTo = full || state.TransferTo == caller.AccountId ? state.TransferTo : null,
            Reason = state.Reason,
        };
    }

    private static Device Device(DeviceRecord device, DeviceSight sight, bool full)
    {
        var seenAt = sight.SeenAt(device);
        var isInUse = device.IsInUse(seenAt, sight.Now);
        return new Device(
            device.Id,
            device.Name,
            device.Zone,
            device.PairedAt,
            device.RevokedAt ?? (isInUse ? null : device.UnusedUntil(seenAt)),
            seenAt,
            full ? device.PairedBy : null,
            isInUse ? device.UnusedUntil(seenAt) : null,
            sight.Activity.GetValueOrDefault(device.Id)
        );
    }
}

/// <summary>What the grain knows about devices in addition to its stored state.</summary>
/// <param name="SeenAt">When a device was last seen.</param>
/// <param name="Activity">Counts of the last seven days by device.</param>
/// <param name="Now">The register's clock.</param>
internal sealed record DeviceSight(
    Func<DeviceRecord, DateTimeOffset?> SeenAt,
    IReadOnlyDictionary<Guid, DeviceActivity> Activity,
    DateTimeOffset Now
);
