using KiPass.Contracts.Facilities;

namespace KiPass.Grains.BusinessRegistry;

/// <summary>What an answer of the tax service means for a facility, and when to check again. Pure.</summary>
internal static class BusinessRegistrySchedule
{
    /// <summary>How often active facilities are checked again, to find closed businesses within a week.</summary>
    public static readonly TimeSpan Recheck = TimeSpan.FromDays(7);

    /// <summary>How long an unregistered number is checked frequently: a new business appears after one or two days.</summary>
    public static readonly TimeSpan NewBusiness = TimeSpan.FromDays(3);

    private static readonly TimeSpan NewBusinessEvery = TimeSpan.FromHours(6);
    private static readonly TimeSpan FirstRetry = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan MaxRetryDelay = TimeSpan.FromHours(1);

    public static BusinessRegistryCheck After(
        TaxFinding finding,
        BusinessRegistryCheck before,
        DateTimeOffset submittedAt,
        DateTimeOffset now
    ) =>
        finding switch
        {
            TaxFinding.Unavailable => before with { NextAt = now + Backoff(before.Failures), Failures = before.Failures + 1 },
            TaxFinding.Matches or TaxFinding.Active => new BusinessRegistryCheck(BusinessRegistryVerdict.Matches, now, now + Recheck),
            TaxFinding.Differs => new BusinessRegistryCheck(BusinessRegistryVerdict.Differs, now),
            TaxFinding.Suspended => new BusinessRegistryCheck(BusinessRegistryVerdict.BusinessSuspended, now, now + Recheck),
            TaxFinding.Closed => new BusinessRegistryCheck(BusinessRegistryVerdict.BusinessClosed, now, now + Recheck),
            TaxFinding.Unregistered => new BusinessRegistryCheck(
                BusinessRegistryVerdict.Unregistered,
                now,
                now + (now - submittedAt < NewBusiness ? NewBusinessEvery : Recheck)
            ),
            _ => throw new ArgumentOutOfRangeException(nameof(finding)),
        };

    // 1, 2, 4, … 60 minutes.
    private static TimeSpan Backoff(int failures)
    {
        var wait = FirstRetry * Math.Pow(2, Math.Min(failures, 10));
        return wait < MaxRetryDelay ? wait : MaxRetryDelay;
    }
}
