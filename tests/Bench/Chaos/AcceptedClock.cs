namespace KiPass.Bench.Chaos;

/// <summary>
/// When scans were accepted: the longest time without one, and how soon after a repair the first came. Time counts from the first accepted
/// scan, each facility's from its own: what it took to start is no gap.
/// </summary>
internal sealed class AcceptedClock(IEnumerable<Guid> facilities)
{
    private readonly Lock guard = new();
    private readonly Gap anywhere = new();
    private readonly Dictionary<Guid, Gap> ofFacility = facilities.Distinct().ToDictionary(facility => facility, _ => new Gap());
    private long count;
    private (long Since, TaskCompletionSource<TimeSpan> First)? waiting;

    /// <summary>Scans accepted so far.</summary>
    public long Count => Volatile.Read(ref count);

    /// <summary>Asked while doors work: a gap that lasts counts.</summary>
    public Gaps Longest() => Ask((gap, now) => gap.Longest(now));

    /// <summary>The longest since the last question.</summary>
    public Gaps TakeRecent() => Ask((gap, now) => gap.TakeRecent(now));

    /// <summary>A scan was accepted now; it was sent at <paramref name="sentAt"/>.</summary>
    public void Accepted(Guid facility, long sentAt)
    {
        lock (guard)
        {
            var now = TimeProvider.System.GetTimestamp();
            count++;
            anywhere.Accepted(sentAt, now);
            ofFacility[facility].Accepted(sentAt, now);
            if (waiting is { } w && sentAt >= w.Since)
            {
                w.First.TrySetResult(TimeProvider.System.GetElapsedTime(w.Since, now));
                waiting = null;
            }
        }
    }

    /// <summary>Waits for the first accepted scan that is sent from now on.</summary>
    public Task<TimeSpan> NextAccepted()
    {
        lock (guard)
        {
            var first = new TaskCompletionSource<TimeSpan>(TaskCreationOptions.RunContinuationsAsynchronously);
            waiting = (TimeProvider.System.GetTimestamp(), first);
            return first.Task;
        }
    }

    /// <summary>Whether each facility has had an accepted scan that was sent at this time or later.</summary>
    public bool IsEverywhereSince(long timestamp)
    {
        lock (guard)
        {
            return ofFacility.Values.All(gap => gap.SentAt >= timestamp);
        }
    }

    private Gaps Ask(Func<Gap, long, TimeSpan> question)
    {
        lock (guard)
        {
            var now = TimeProvider.System.GetTimestamp();
            return new Gaps(question(anywhere, now), ofFacility.Values.Max(gap => question(gap, now)));
        }
    }
}
