using KiPass.Contracts.Access;
using KiPass.Contracts.Facilities;

namespace KiPass.Grains.Facilities;

/// <summary>The parts of a facility that each caller may see.</summary>
internal static class FacilityViews
{
    /// <param name="seenAt">When a device was last seen.</param>
    public static FacilityView Of(Guid id, FacilityRecord state, Func<DeviceRecord, DateTimeOffset?> seenAt, Caller caller)
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
            Devices =
            [
                .. state
                    .Devices.Select(device => new Device(
                        device.Id,
                        device.Name,
                        device.Zone,
                        device.PairedAt,
                        device.RevokedAt,
                        seenAt(device)
                    ))
                    .OrderByDescending(device => device.PairedAt),
            ],
            Hours = state.Hours,
            History = full ? state.History : [],
            MyRole = role,
            TransferTo = full || state.TransferTo == caller.AccountId ? state.TransferTo : null,
            Reason = state.Reason,
        };
    }
}
