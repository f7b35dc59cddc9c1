using System.Globalization;
using System.Net;

namespace KiPass.Bench.Chaos.Cluster;

/// <summary>Finds the process that owns a local TCP connection, from Linux's <c>/proc</c>.</summary>
internal static class SocketOwners
{
    /// <summary>Of some processes, the one that holds this local end; null when none does.</summary>
    public static int? OwnerOf(IPEndPoint local, IEnumerable<int> processes)
    {
        var address = local.Address.GetAddressBytes();
        Array.Reverse(address);
        var end = $"{Convert.ToHexString(address)}:{local.Port:X4}";
        // man proc: local address, remote address, state, three pairs, then the inode as the tenth field.
        var inode = File.ReadLines("/proc/net/tcp")
            .Skip(1)
            .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .FirstOrDefault(fields => fields[1] == end)
            ?[9];
        if (inode is null || inode == "0")
        {
            return null;
        }
        var link = $"socket:[{inode}]";
        foreach (var process in processes)
        {
            try
            {
                var folder = $"/proc/{process.ToString(CultureInfo.InvariantCulture)}/fd";
                if (Directory.EnumerateFiles(folder).Any(file => new FileInfo(file).LinkTarget == link))
                {
                    return process;
                }
            }
            catch (IOException)
            {
                // Ended meanwhile.
            }
        }
        return null;
    }
}
