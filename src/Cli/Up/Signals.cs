using System.Runtime.InteropServices;

namespace KiPass.Cli.Up;

/// <summary>Signals that .NET cannot send.</summary>
internal static partial class Signals
{
    private const int SigTerm = 15;

    /// <summary>Asks a process to end: SIGTERM.</summary>
    public static void Terminate(int processId) => Kill(processId, SigTerm);

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Kill(int processId, int signal);
}
