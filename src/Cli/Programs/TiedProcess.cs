using System.Collections.Concurrent;
using System.Diagnostics;

namespace KiPass.Cli.Programs;

/// <summary>
/// Starts processes that receive SIGTERM when this process ends, even by SIGKILL, so that no orphans keep ports and stores.
/// </summary>
internal static class TiedProcess
{
    // Uses prctl(2) with PR_SET_PDEATHSIG through a util-linux program, which then executes the requested program.
    private const string SetPriv = "/usr/bin/setpriv";

    private static readonly BlockingCollection<Action> Starts = [];

    // The kernel sends the signal when the thread that started the process ends. Pool threads can end at any time; this thread never does.
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

    /// <summary>Starts a process. Without util-linux (macOS), it does not receive the signal.</summary>
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
