using System.Threading.Channels;

namespace KiPass.Portal.Officials.Traces.Orders;

/// <summary>Tells pages that an order has changed, and the follower that there is something to do. Ids only.</summary>
internal sealed class TraceOrderEvents
{
    private readonly Channel<Guid> calls = Channel.CreateBounded<Guid>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropOldest }
    );

    /// <summary>An order has changed. Raised on any thread.</summary>
    public event Action<Guid>? Changed;

    public void RaiseChanged(Guid orderId) => Changed?.Invoke(orderId);

    /// <summary>Have the follower look now.</summary>
    public void Wake(Guid orderId)
    {
        calls.Writer.TryWrite(orderId);
        RaiseChanged(orderId);
    }

    /// <summary>Returns when somebody calls, or after a while.</summary>
    public async Task Wait(TimeSpan patience, TimeProvider time, CancellationToken cancellationToken)
    {
        using var waiting = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var called = calls.Reader.WaitToReadAsync(waiting.Token).AsTask();
        await Task.WhenAny(called, Task.Delay(patience, time, waiting.Token));
        await waiting.CancelAsync();
        while (calls.Reader.TryRead(out _)) { }
        cancellationToken.ThrowIfCancellationRequested();
    }
}
