using KiPass.Contracts.Access;

namespace KiPass.Portal.Shared.Live;

/// <summary>
/// Asks the register once a second for a value that somebody watches: one call for all viewers of this process, and none when nobody
/// watches. The viewers take turns as the caller, so that the register checks each of them again and again. Whom it refuses sees nothing
/// further.
/// </summary>
/// <param name="ask">Asks for the value of a key as a caller.</param>
/// <param name="same">Whether two values look the same: then viewers are not told.</param>
public class SharedFeed<TKey, TValue>(Func<TKey, Caller, Task<Answer<TValue>>> ask, Func<TValue, TValue, bool> same, TimeProvider time)
    where TKey : notnull
    where TValue : class
{
    /// <summary>Time between two calls.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly Lock gate = new();
    private readonly Dictionary<TKey, Subscription> open = [];

    /// <summary>Number of keys that are watched.</summary>
    public int Watched
    {
        get
        {
            lock (gate)
            {
                return open.Count;
            }
        }
    }

    /// <summary>Watches a value until the result is disposed.</summary>
    /// <param name="changed">Called with the first value and with each value that differs from the one before, on any thread.</param>
    public IDisposable Watch(TKey key, Caller caller, Action<TValue> changed)
    {
        var viewer = new Viewer(caller, changed);
        lock (gate)
        {
            if (open.TryGetValue(key, out var subscription))
            {
                subscription.Viewers.Add(viewer);
            }
            else
            {
                open[key] = subscription = new Subscription([viewer]);
                _ = Run(key, subscription);
            }
            return new Left(() => Leave(key, subscription, viewer));
        }
    }

    private async Task Run(TKey key, Subscription subscription)
    {
        using var timer = new PeriodicTimer(Interval, time);
        do
        {
            if (Next(key, subscription) is not { } viewer)
            {
                return;
            }
            var answer = await ask(key, viewer.Caller);
            if (answer.Status is AnswerStatus.Refused or AnswerStatus.NotFound)
            {
                Leave(key, subscription, viewer);
            }
            else if (answer is { Status: AnswerStatus.Done, Value: { } value })
            {
                Publish(subscription, viewer, value);
            }
        } while (await timer.WaitForNextTickAsync());
    }

    private Viewer? Next(TKey key, Subscription subscription)
    {
        lock (gate)
        {
            if (subscription.Viewers.Count == 0)
            {
                open.Remove(key);
                return null;
            }
            return subscription.Viewers[subscription.Turn++ % subscription.Viewers.Count];
        }
    }

    // A viewer sees values only after the register has answered a call made for that viewer.
    private void Publish(Subscription subscription, Viewer asked, TValue value)
    {
        List<Viewer> told;
        lock (gate)
        {
            asked.IsAllowed = true;
            told = [.. subscription.Viewers.Where(viewer => viewer.IsAllowed && (viewer.Shown is null || !same(viewer.Shown, value)))];
            told.ForEach(viewer => viewer.Shown = value);
        }
        told.ForEach(viewer => viewer.Changed(value));
    }

    private void Leave(TKey key, Subscription subscription, Viewer viewer)
    {
        lock (gate)
        {
            subscription.Viewers.Remove(viewer);
            if (subscription.Viewers.Count == 0 && open.TryGetValue(key, out var current) && current == subscription)
            {
                open.Remove(key);
            }
        }
    }

    private sealed class Subscription(List<Viewer> viewers)
    {
        public List<Viewer> Viewers { get; } = viewers;

        public int Turn { get; set; }
    }

    private sealed class Viewer(Caller caller, Action<TValue> changed)
    {
        public Caller Caller { get; } = caller;

        public Action<TValue> Changed { get; } = changed;

        public bool IsAllowed { get; set; }

        public TValue? Shown { get; set; }
    }

    private sealed class Left(Action leave) : IDisposable
    {
        public void Dispose() => leave();
    }
}
