namespace KiPass.Grains.Live;

/// <summary>Sums counts of the last 60 seconds, in buckets of one second.</summary>
internal sealed class MinuteWindow
{
    private const int Seconds = 60;

    private readonly (int Accepted, int Refused)[] buckets = new (int, int)[Seconds];
    private long last;

    public void Add(long second, int accepted, int refused)
    {
        Advance(second);
        ref var bucket = ref buckets[second % Seconds];
        bucket = (bucket.Accepted + accepted, bucket.Refused + refused);
    }

    public (int Accepted, int Refused) Sum(long second)
    {
        Advance(second);
        var sum = (Accepted: 0, Refused: 0);
        foreach (var (accepted, refused) in buckets)
        {
            sum = (sum.Accepted + accepted, sum.Refused + refused);
        }
        return sum;
    }

    // A clock that was set back starts again.
    private void Advance(long second)
    {
        if (second < last || second - last >= Seconds)
        {
            Array.Clear(buckets);
        }
        else
        {
            for (var passed = last + 1; passed <= second; passed++)
            {
                buckets[passed % Seconds] = default;
            }
        }
        last = second;
    }
}
