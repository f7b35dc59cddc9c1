using System.Globalization;

namespace KiPass.Cli.Backups;

/// <summary>Finds processes with open files in a folder (Linux), to prevent a restore under a running program.</summary>
internal static class OpenFiles
{
    /// <exception cref="CommandException">A process has an open file.</exception>
    public static void RequireNone(string folder)
    {
        if (!Directory.Exists(folder))
        {
            return;
        }
        var real = Directory.ResolveLinkTarget(folder, returnFinalTarget: true)?.FullName ?? Path.GetFullPath(folder);
        var within = real + Path.DirectorySeparatorChar;
        foreach (var process in Directory.Exists("/proc") ? Directory.GetDirectories("/proc") : [])
        {
            if (
                int.TryParse(Path.GetFileName(process), CultureInfo.InvariantCulture, out var id)
                && id != Environment.ProcessId
                && Opened(process).FirstOrDefault(file => file.StartsWith(within, StringComparison.Ordinal)) is { } held
            )
            {
                throw new CommandException($"Process {id} has {held} open. Stop it first.");
            }
        }
    }

    private static List<string> Opened(string process)
    {
        var files = new List<string>();
        try
        {
            files.AddRange(Directory.GetFiles(Path.Combine(process, "fd")).Select(link => new FileInfo(link).LinkTarget).OfType<string>());
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The process has exited, or belongs to another user, who cannot open our files.
        }
        return files;
    }
}
