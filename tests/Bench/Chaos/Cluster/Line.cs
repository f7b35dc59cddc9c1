using System.Net.Sockets;

namespace KiPass.Bench.Chaos.Cluster;

/// <summary>How one part of the cluster reaches another: open, slow, or cut. Holds the connections that run over it.</summary>
internal sealed class Line
{
    private readonly Lock guard = new();
    private readonly HashSet<Socket> sockets = [];
    private TaskCompletionSource open = Opened();
    private long struck;

    /// <summary>How long each piece takes on its way.</summary>
    public TimeSpan Delay { get; set; }

    /// <summary>Whether connections are refused.</summary>
    public bool IsRefusing { get; private set; }

    /// <summary>How many connections and pieces have met a cut or a delay so far.</summary>
    public long Struck => Interlocked.Read(ref struck);

    /// <summary>Nothing comes through and nobody is told: as a cable that was pulled.</summary>
    public void Silence()
    {
        lock (guard)
        {
            open = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    /// <summary>Connections are reset and new ones refused: as a firewall's rule.</summary>
    public void Refuse()
    {
        Socket[] cut;
        lock (guard)
        {
            IsRefusing = true;
            cut = [.. sockets];
        }
        Interlocked.Add(ref struck, cut.Length);
        foreach (var socket in cut)
        {
            socket.Close(0);
        }
    }

    /// <summary>As it was; what was held back under silence arrives.</summary>
    public void Mend()
    {
        lock (guard)
        {
            IsRefusing = false;
            Delay = TimeSpan.Zero;
            open.TrySetResult();
        }
    }

    /// <summary>A connection begins; false when it is refused.</summary>
    public bool Add(Socket one, Socket other)
    {
        lock (guard)
        {
            if (IsRefusing)
            {
                Interlocked.Increment(ref struck);
                return false;
            }
            sockets.Add(one);
            sockets.Add(other);
            return true;
        }
    }

    public void Remove(Socket one, Socket other)
    {
        lock (guard)
        {
            sockets.Remove(one);
            sockets.Remove(other);
        }
    }

    /// <summary>Waits as long as nothing comes through, and the delay.</summary>
    public async ValueTask Pass()
    {
        Task opened;
        lock (guard)
        {
            opened = open.Task;
        }
        if (!opened.IsCompleted || Delay > TimeSpan.Zero)
        {
            Interlocked.Increment(ref struck);
        }
        await opened;
        if (Delay > TimeSpan.Zero)
        {
            // The latency of the slow network that the line simulates.
            using var latency = new PeriodicTimer(Delay);
            await latency.WaitForNextTickAsync();
        }
    }

    private static TaskCompletionSource Opened()
    {
        var opened = new TaskCompletionSource();
        opened.SetResult();
        return opened;
    }
}
