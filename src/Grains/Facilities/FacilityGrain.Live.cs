using KiPass.Contracts.Access;
using KiPass.Contracts.Facilities;
using KiPass.Grains.Database;
using KiPass.Tokens;

namespace KiPass.Grains.Facilities;

internal sealed partial class FacilityGrain
{
    // Shorter than the second after which a portal asks again. All viewers of all portals share one read.
    private static readonly TimeSpan LiveKept = TimeSpan.FromMilliseconds(700);

    private (LiveEntries Entries, DateTimeOffset At)? live;

    public async ValueTask<Answer<LiveEntries>> Live(Caller caller)
    {
        if (Refusal(caller) is { } refusal)
        {
            return refusal;
        }
        var now = time.GetUtcNow();
        if (live is { } known && now - known.At < LiveKept && now >= known.At)
        {
            return known.Entries;
        }
        try
        {
            var today = KoreanDay.Of(now);
            // A scanner's clock may be a few seconds ahead.
            var ahead = now.AddMinutes(1);
            var hours = await visits.CountByHour(Id, today.Start, today.End, now, CancellationToken.None);
            var recent = await visits.CountByHour(Id, now.AddHours(-1), ahead, now, CancellationToken.None);
            live = (new LiveEntries(today.Date, hours.Sum(hour => hour.Count), recent.Sum(hour => hour.Count)), now);
            return live.Value.Entries;
        }
        catch (Exception exception) when (StoreErrors.IsOfStore(exception))
        {
            return AnswerStatus.Unavailable;
        }
    }
}
