using System.Threading.Channels;
using KiPass.Grains.Database;
using KiPass.Grains.Telemetry;
using Microsoft.Extensions.Logging;

namespace KiPass.Grains.Visits.Stores;

/// <summary>
/// Collects appends into batches, so that many scans share one commit: the appends that arrive during a commit form the next batch. There
/// is one writer; a second one would halve the batches. Queue length, batch size, waiting time and commit time are limited; beyond a limit
/// the answer is Unconfirmed (docs/adr/0003).
/// </summary>
internal sealed class AppendQueue : IAsyncDisposable
{
    public const int BatchLimit = 512;
    private const int WaitingLimit = 4096;

    // A scanner gives up after 3 s; waiting and commit together must take less.
    private static readonly TimeSpan MaxWait = TimeSpan.FromMilliseconds(900);

    // Time-outs are measured in real time, even when tests move the register's clock.
    private static readonly TimeProvider Real = TimeProvider.System;

    private readonly Channel<PendingAppend> waiting = Channel.CreateBounded<PendingAppend>(
        new BoundedChannelOptions(WaitingLimit) { FullMode = BoundedChannelFullMode.Wait, SingleReader = true }
    );

    private readonly Func<IBatchStore> newStore;
    private readonly ILogger logger;
    private readonly RegisterMeter meter;
    private readonly Task writing;

    public AppendQueue(Func<IBatchStore> newStore, RegisterMeter meter, ILogger logger)
    {
        this.newStore = newStore;
        this.logger = logger;
        this.meter = meter;
        meter.Watch(() => waiting.Reader.Count);
        writing = Task.Run(Write);
    }

    /// <summary>Maximum duration of a commit; after that the store is abandoned and the answer is Unconfirmed.</summary>
    public static TimeSpan CommitTimeout { get; } = TimeSpan.FromSeconds(2);

    public ValueTask<Recording> Append(Visit visit)
    {
        var pending = PendingAppend.Rent(visit, Real.GetTimestamp());
        var answer = pending.Answer;
        if (!waiting.Writer.TryWrite(pending))
        {
            meter.Unconfirmed(1);
            pending.Complete(Recordings.Unconfirmed);
        }
        return answer;
    }

    public async ValueTask DisposeAsync()
    {
        waiting.Writer.TryComplete();
        await writing;
    }

    private async Task Write()
    {
        var store = newStore();
        var batch = new List<PendingAppend>(BatchLimit);
        var visits = new List<Visit>(BatchLimit);
        while (await waiting.Reader.WaitToReadAsync())
        {
            Take(batch);
            // Two silos that insert the same tokens in different orders would deadlock.
            batch.Sort(static (one, other) => one.Visit.Token.CompareTo(other.Visit.Token));
            visits.Clear();
            foreach (var pending in batch)
            {
                visits.Add(pending.Visit);
            }
            if (!await TryStore(store, batch, visits))
            {
                // The abandoned store may still be using the list: reuse neither.
                store = newStore();
                visits = new List<Visit>(BatchLimit);
            }
            batch.Clear();
        }
        await store.DisposeAsync();
    }

    private void Take(List<PendingAppend> batch)
    {
        while (batch.Count < BatchLimit && waiting.Reader.TryRead(out var pending))
        {
            if (Real.GetElapsedTime(pending.Since) > MaxWait)
            {
                meter.Unconfirmed(1);
                pending.Complete(Recordings.Unconfirmed);
            }
            else
            {
                batch.Add(pending);
            }
        }
    }

    private async Task<bool> TryStore(IBatchStore store, List<PendingAppend> batch, List<Visit> visits)
    {
        if (batch.Count == 0)
        {
            return true;
        }
        var begun = Real.GetTimestamp();
        using var span = RegisterSpans.StartCommit(batch.Count);
        var storing = store.Store(visits).AsTask();
        try
        {
            var answers = await storing.WaitAsync(CommitTimeout);
            meter.Committed(batch.Count, Real.GetElapsedTime(begun));
            for (var i = 0; i < batch.Count; i++)
            {
                batch[i].Complete(answers[i]);
            }
            return true;
        }
#pragma warning disable CA1031 // The writer must survive every failure; the batch is then unconfirmed.
        catch (Exception e)
#pragma warning restore CA1031
        {
            logger.LogWarning("A batch of {Count} visits could not be confirmed: {Error}.", batch.Count, StoreErrors.Code(e));
            meter.Unconfirmed(batch.Count);
            foreach (var pending in batch)
            {
                pending.Complete(Recordings.Unconfirmed);
            }
            _ = Abandon(store, storing);
            return false;
        }
    }

    private static async Task Abandon(IBatchStore store, Task storing)
    {
        await storing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await store.DisposeAsync();
    }
}
