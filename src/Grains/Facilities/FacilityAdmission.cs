using System.Security.Cryptography;
using KiPass.Contracts.Facilities;

namespace KiPass.Grains.Facilities;

/// <summary>Decides whether a device may record visits at a facility.</summary>
internal static class FacilityAdmission
{
    /// <param name="state">The stored facility.</param>
    /// <param name="deviceId">The device named by the token.</param>
    /// <param name="tokenHash">SHA-256 of the token.</param>
    public static Admission Of(FacilityRecord state, Guid deviceId, byte[] tokenHash)
    {
        var device = state.Devices.FirstOrDefault(device => device.Id == deviceId);
        if (device is null || !CryptographicOperations.FixedTimeEquals(device.TokenHash, tokenHash))
        {
            return new Admission(AdmissionStatus.Unknown, "");
        }
        var status =
            device.RevokedAt is not null ? AdmissionStatus.Revoked
            : state.Stage != FacilityState.Active ? AdmissionStatus.Inactive
            : AdmissionStatus.Admitted;
        return new Admission(status, state.Facts.Name, ZoneName(state, device));
    }

    private static string? ZoneName(FacilityRecord state, DeviceRecord device) =>
        device.Zone is { } zone ? state.Zones.FirstOrDefault(known => known.Id == zone)?.Name : null;
}
