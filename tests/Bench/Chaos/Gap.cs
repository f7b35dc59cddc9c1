namespace KiPass.Bench.Chaos;

/// <summary>Times without an accepted scan, closed ones and the one that lasts; none before the first scan.</summary>
internal sealed class Gap
{
    private long? last;
    private TimeSpan longest;
    private TimeSpan recent;

    /// <summary>When the last accepted scan was sent; null when none was.</summary>
    public long? SentAt { get; private set; }

    public void Accepted(long sentAt, long now)
    {
        Note(now);
        last = now;
        SentAt = SentAt > sentAt ? SentAt : sentAt;
    }

    public TimeSpan Longest(long now)
    {
        Note(now);
        return longest;
    }

    /// <summary>The longest since the last question.</summary>
    public TimeSpan TakeRecent(long now)
    {
        Note(now);
        var gap = recent;
        recent = TimeSpan.Zero;
        return gap;
    }

    private void Note(long now)
    {
        var gap = last is { } since ? TimeProvider.System.GetElapsedTime(since, now) : TimeSpan.Zero;
        longest = gap > longest ? gap : longest;
        recent = gap > recent ? gap : recent;
    }
}

/// <summary>Longest times without an accepted scan.</summary>
/// <param name="Anywhere">At all doors together.</param>
/// <param name="OneFacility">At the doors of that facility which waited longest.</param>
internal readonly record struct Gaps(TimeSpan Anywhere, TimeSpan OneFacility);
