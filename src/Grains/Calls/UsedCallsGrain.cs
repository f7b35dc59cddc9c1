using KiPass.Tokens.Calls;

namespace KiPass.Grains.Calls;

/// <inheritdoc cref="IUsedCallsGrain"/>
/// <remarks>
/// In memory only. If its silo is lost, a token could be replayed during the rest of its minute, over a connection with the portal's
/// certificate.
/// </remarks>
internal sealed class UsedCallsGrain(TimeProvider time) : Grain, IUsedCallsGrain
{
    // Longer than the lifetime of a token with the difference of the clocks at both ends.
    private static readonly TimeSpan Remembered = CallToken.Lifetime + 4 * CallToken.ClockDifference;

    private readonly HashSet<Guid> used = [];
    private readonly Queue<(Guid Id, long At)> order = [];

    public ValueTask<bool> Use(Guid callId)
    {
        var now = time.GetTimestamp();
        while (order.TryPeek(out var oldest) && time.GetElapsedTime(oldest.At, now) > Remembered)
        {
            used.Remove(order.Dequeue().Id);
        }
        if (!used.Add(callId))
        {
            return new(false);
        }
        order.Enqueue((callId, now));
        return new(true);
    }
}
