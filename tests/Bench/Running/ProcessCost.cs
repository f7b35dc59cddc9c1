using System.Globalization;

namespace KiPass.Bench.Running;

/// <summary>CPU time and memory of a process and its children, as the kernel accounts them.</summary>
internal static class ProcessCost
{
    // USER_HZ of every Linux that .NET runs on.
    private const double TicksPerSecond = 100;

    /// <summary>CPU seconds of a process, with those of its living and its reaped children.</summary>
    public static double CpuSeconds(int processId) => Tree(processId).Sum(id => Ticks(id, withReaped: id == processId)) / TicksPerSecond;

    /// <summary>CPU seconds of a process's living threads of a name, of which Linux keeps 15 letters.</summary>
    public static double ThreadSeconds(int processId, string name)
    {
        const int Kept = 15;
        return Directory
                .EnumerateDirectories($"/proc/{processId}/task")
                .Where(thread => Read($"{thread}/comm")?.TrimEnd() == name[..Math.Min(Kept, name.Length)])
                .Select(thread => Fields($"{thread}/stat"))
                .Sum(fields => fields?.Skip(11).Take(2).Sum(f => double.Parse(f, CultureInfo.InvariantCulture)) ?? 0) / TicksPerSecond;
    }

    /// <summary>Resident memory of one process in MiB.</summary>
    public static double ResidentMiB(int processId) => Status(processId, "VmRSS:") / 1024.0;

    /// <summary>The most resident memory that the process has had, in MiB.</summary>
    public static double PeakMiB(int processId) => Status(processId, "VmHWM:") / 1024.0;

    /// <summary>The process and its living descendants.</summary>
    public static IReadOnlyList<int> Tree(int processId)
    {
        var parents = new Dictionary<int, int>();
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out var id) && Fields(id) is { } fields)
            {
                parents[id] = int.Parse(fields[1], CultureInfo.InvariantCulture);
            }
        }
        List<int> tree = [processId];
        for (var i = 0; i < tree.Count; i++)
        {
            tree.AddRange(parents.Where(p => p.Value == tree[i]).Select(p => p.Key));
        }
        return tree;
    }

    /// <summary>CPU seconds of this process's own children that have ended.</summary>
    public static double ReapedCpuSeconds() =>
        Fields(Environment.ProcessId)!.Skip(13).Take(2).Sum(f => double.Parse(f, CultureInfo.InvariantCulture)) / TicksPerSecond;

    private static double Ticks(int processId, bool withReaped)
    {
        if (Fields(processId) is not { } fields)
        {
            return 0;
        }
        // man proc: utime, stime, cutime and cstime are fields 14 to 17; ours begin at field 3.
        return fields.Skip(11).Take(withReaped ? 4 : 2).Sum(f => double.Parse(f, CultureInfo.InvariantCulture));
    }

    private static string[]? Fields(int processId) => Fields($"/proc/{processId}/stat");

    // The second field is the name in brackets and may hold anything.
    private static string[]? Fields(string path) => Read(path) is { } text ? text[(text.LastIndexOf(')') + 2)..].Split(' ') : null;

    // Null for what has ended.
    private static string? Read(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (IOException)
        {
            return null;
        }
    }

    private static double Status(int processId, string name)
    {
        var line = File.ReadLines($"/proc/{processId}/status").First(l => l.StartsWith(name, StringComparison.Ordinal));
        return double.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2], CultureInfo.InvariantCulture);
    }
}
