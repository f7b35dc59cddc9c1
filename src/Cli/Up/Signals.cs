using System.Runtime.InteropServices;

namespace KiPass.Cli.Up;

/// <summary>Sends signals that .NET does not support.</summary>
internal static partial class Signals
{
    private const int SigTerm = 15;

    /// <summary>Sends SIGTERM.</summary>
    public static void Terminate(int processId) => Kill(processId, SigTerm);

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Kill(int processId, int signal);
}
