using KiPass.Grains.Visits;
using KiPass.Silo.Problems;

namespace KiPass.Silo.Scans;

/// <summary>Which entry of the problem catalogue a verdict is.</summary>
internal static class Verdicts
{
    /// <summary>Null when accepted.</summary>
    public static Problem? ProblemOf(Verdict verdict) =>
        verdict switch
        {
            Verdict.Accepted => null,
            Verdict.PassMalformed => Catalogue.PassMalformed,
            Verdict.PassNotAuthentic => Catalogue.PassNotAuthentic,
            Verdict.PassNotYetValid => Catalogue.PassNotYetValid,
            Verdict.PassExpired => Catalogue.PassExpired,
            Verdict.AlreadyUsed => Catalogue.PassAlreadyUsed,
            Verdict.Ahead => Catalogue.RequestMalformed,
            Verdict.CollectionEnded => Catalogue.CollectionEnded,
            Verdict.Unconfirmed => Catalogue.VisitUnconfirmed,
            _ => throw new ArgumentOutOfRangeException(nameof(verdict), verdict, null),
        };
}
