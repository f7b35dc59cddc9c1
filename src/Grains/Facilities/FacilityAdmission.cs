using System.Security.Cryptography;
using KiPass.Contracts.Facilities;

namespace KiPass.Grains.Facilities;

/// <summary>Decides whether a device may record visits at a facility.</summary>
internal static class FacilityAdmission
{
    /// <param name="state">The stored facility.</param>
    /// <param name="deviceId">The device named by the token.</param>
    /// <param name="tokenHash">SHA-256 of the token.</param>
    /// <param name="seenAt">When the device was last admitted, if that is known better than from the state.</param>
    /// <param name="now">The register's clock.</param>
    public static Admission Of(FacilityRecord state, Guid deviceId, byte[] tokenHash, DateTimeOffset? seenAt, DateTimeOffset now)
    {
        var device = state.Devices.FirstOrDefault(device => device.Id == deviceId);
        if (device is null || !CryptographicOperations.FixedTimeEquals(device.TokenHash, tokenHash))
        {
            return new Admission(AdmissionStatus.Unknown, "");
        }
        var status =
            !device.IsInUse(seenAt ?? device.SeenAt, now) ? AdmissionStatus.Revoked
            : state.Stage != FacilityState.Active ? AdmissionStatus.Inactive
            : AdmissionStatus.Admitted;
        return new Admission(status, state.Facts.Name, ZoneName(state, device), state.Facts.District, state.Facts.Capacity);
    }

    private static string? ZoneName(FacilityRecord state, DeviceRecord device) =>
        device.Zone is { } zone ? state.Zones.FirstOrDefault(known => known.Id == zone)?.Name : null;
}
