using KiPass.Grains.Visits.Tokens;

namespace KiPass.Grains.Visits;

/// <summary>Whether a scan that meets a spent token is a repeat of the scan that spent it.</summary>
internal static class Scans
{
    /// <summary>A scan id means something only together with its token and its device.</summary>
    public static ScanOutcome Outcome(Recording holder, Guid scanId, Guid deviceId) =>
        holder.ScanId == scanId && holder.DeviceId == deviceId
            ? new ScanOutcome(ScanStatus.Accepted, holder.EnteredAt, Repeated: true)
            : new ScanOutcome(ScanStatus.AlreadyUsed);
}
