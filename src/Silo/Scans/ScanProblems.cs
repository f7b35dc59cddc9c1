using KiPass.Grains.Visits;
using KiPass.Hosting.Problems;
using KiPass.Silo.Problems;

namespace KiPass.Silo.Scans;

/// <summary>Maps verdicts to the problem catalogue.</summary>
internal static class ScanProblems
{
    /// <summary>Returns the problem, or null if the scan was accepted or its visit voided.</summary>
    public static Problem? Problem(this ScanStatus status) =>
        status switch
        {
            ScanStatus.Accepted or ScanStatus.Voided => null,
            ScanStatus.PassMalformed => RegisterProblems.PassMalformed,
            ScanStatus.PassNotAuthentic => RegisterProblems.PassNotAuthentic,
            ScanStatus.PassNotYetValid => RegisterProblems.PassNotYetValid,
            ScanStatus.PassExpired => RegisterProblems.PassExpired,
            ScanStatus.AlreadyUsed => RegisterProblems.PassAlreadyUsed,
            ScanStatus.ScannedInFuture => RegisterProblems.RequestMalformed,
            ScanStatus.CollectionEnded => RegisterProblems.CollectionEnded,
            ScanStatus.Undone => RegisterProblems.VisitUndone,
            ScanStatus.VisitUnknown => RegisterProblems.VisitUnknown,
            ScanStatus.QuotaReached => RegisterProblems.TooManyRequests,
            ScanStatus.Unconfirmed => RegisterProblems.VisitUnconfirmed,
            _ => throw new ArgumentOutOfRangeException(nameof(status), status, null),
        };
}
