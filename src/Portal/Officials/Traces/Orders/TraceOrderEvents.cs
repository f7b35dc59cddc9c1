using System.Threading.Channels;

namespace KiPass.Portal.Officials.Traces.Orders;

/// <summary>Notifies pages that an order has changed, and wakes the progress worker. Carries only ids.</summary>
internal sealed class TraceOrderEvents
{
    private readonly Channel<Guid> calls = Channel.CreateBounded<Guid>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropOldest }
    );

    /// <summary>Raised when an order has changed, on any thread.</summary>
    public event Action<Guid>? Changed;

    public void RaiseChanged(Guid orderId) => Changed?.Invoke(orderId);

    /// <summary>Wakes the progress worker and notifies pages.</summary>
    public void Wake(Guid orderId)
    {
        calls.Writer.TryWrite(orderId);
        RaiseChanged(orderId);
    }

    /// <summary>Waits for a call to <see cref="Wake"/> or until the timeout has elapsed.</summary>
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
