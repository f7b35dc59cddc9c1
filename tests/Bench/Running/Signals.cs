using System.Diagnostics;

namespace KiPass.Bench.Running;

/// <summary>Sends a signal to processes.</summary>
internal static class Signals
{
    /// <summary>For example TERM, STOP, CONT.</summary>
    public static Task Send(int processId, string signal) => Send([processId], signal);

    /// <inheritdoc cref="Send(int, string)"/>
    public static async Task Send(IEnumerable<int> processIds, string signal)
    {
        using var kill = Process.Start(
            new ProcessStartInfo("kill", [$"-{signal}", .. processIds.Select(id => $"{id}")]) { RedirectStandardError = true }
        )!;
        await kill.WaitForExitAsync();
    }
}
