using System.Collections.Concurrent;
using System.Diagnostics;

namespace KiPass.Cli.Programs;

/// <summary>Starts processes that get SIGTERM when this one ends, however it ends: SIGKILL leaves no orphans that hold ports and stores.</summary>
internal static class TiedProcess
{
    // prctl(2), PR_SET_PDEATHSIG: set for itself by a program of util-linux, which then becomes the program that was asked for.
    private const string SetPriv = "/usr/bin/setpriv";

    private static readonly BlockingCollection<Action> Starts = [];

    // The kernel sends the signal when the thread that started the process ends. A thread of the pool may end at any time; this one never does.
    private static readonly Lazy<Thread> Starter = new(() =>
    {
        var thread = new Thread(() =>
        {
            foreach (var start in Starts.GetConsumingEnumerable())
            {
                start();
            }
        })
        {
            IsBackground = true,
            Name = "Process starter",
        };
        thread.Start();
        return thread;
    });

    /// <summary>Starts a process. Where util-linux is missing (macOS), it is not tied to this one.</summary>
    public static Process Start(ProcessStartInfo start)
    {
        if (!File.Exists(SetPriv))
        {
            return Process.Start(start)!;
        }
        string[] tied = ["--pdeathsig", "TERM", start.FileName, .. start.ArgumentList];
        start.FileName = SetPriv;
        start.ArgumentList.Clear();
        foreach (var argument in tied)
        {
            start.ArgumentList.Add(argument);
        }
        _ = Starter.Value;
        var started = new TaskCompletionSource<Process>(TaskCreationOptions.RunContinuationsAsynchronously);
        Starts.Add(() =>
        {
            try
            {
                started.SetResult(Process.Start(start)!);
            }
            catch (Exception e)
            {
                started.SetException(e);
            }
        });
        return started.Task.GetAwaiter().GetResult();
    }
}
