using System.Diagnostics.CodeAnalysis;
using KiPass.Hosting.Problems;
using KiPass.Silo.Problems;

namespace KiPass.Silo.Health;

/// <summary>
/// The time at which a request with a visit was received. A clock that jumps while the body arrives has passed the check at the start of the
/// request, so the time counts only if the clock is right after it was read.
/// </summary>
internal sealed class ReceiptClock(TimeProvider time, MachineClock clock)
{
    /// <summary>Reads the time. False with the response <c>unavailable</c> while this machine's clock is wrong.</summary>
    public bool TryRead(out DateTimeOffset receivedAt, [NotNullWhen(false)] out ProblemResult? refusal)
    {
        receivedAt = time.GetUtcNow();
        refusal = clock.IsRight ? null : RegisterProblems.Unavailable.ToResult(ProblemExtension.Reason(MachineClock.Differs));
        return refusal is null;
    }
}
