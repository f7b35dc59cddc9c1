using KiPass.Grains.Visits.Tokens;

namespace KiPass.Grains.Visits;

/// <summary>Decides whether a scan of a used token is a repeat of the scan that used it.</summary>
internal static class Scans
{
    /// <summary>A scan id is meaningful only together with its token and its device.</summary>
    public static ScanOutcome Outcome(Recording holder, Guid scanId, Guid deviceId) =>
        holder.ScanId == scanId && holder.DeviceId == deviceId
            ? new ScanOutcome(ScanStatus.Accepted, holder.EnteredAt, Repeated: true)
            : new ScanOutcome(ScanStatus.AlreadyUsed);
}
