using KiPass.Grains.Visits;
using KiPass.Hosting.Problems;
using KiPass.Silo.Problems;

namespace KiPass.Silo.Scans;

/// <summary>Which entry of the problem catalogue a verdict is: the only place that says so.</summary>
internal static class ScanProblems
{
    /// <summary>The problem to answer; null when the scan was accepted or its visit voided.</summary>
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
            ScanStatus.VisitUnknown => RegisterProblems.VisitUnknown,
            ScanStatus.Unconfirmed => RegisterProblems.VisitUnconfirmed,
            _ => throw new ArgumentOutOfRangeException(nameof(status), status, null),
        };
}
