using System.Net;
using System.Net.Sockets;

namespace KiPass.Testing;

/// <summary>Allocates free TCP ports on loopback, each at most once per process.</summary>
public static class FreePorts
{
    private static readonly HashSet<int> Given = [];

    /// <summary>Returns one free port.</summary>
    public static int Next() => NextBlock(1);

    /// <summary>Returns the first of <paramref name="count"/> consecutive free ports, for <c>--port-base</c>.</summary>
    public static int NextBlock(int count)
    {
        lock (Given)
        {
            for (var attempt = 0; attempt < 1000; attempt++)
            {
                // Below the kernel's ephemeral range for outgoing connections.
                var first = Random.Shared.Next(10_000, 32_000 - count);
                var block = Enumerable.Range(first, count).ToList();
                if (block.All(port => !Given.Contains(port) && IsFree(port)))
                {
                    Given.UnionWith(block);
                    return first;
                }
            }
        }
        throw new InvalidOperationException("No free ports.");
    }

    private static bool IsFree(int port)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, port) { ExclusiveAddressUse = true };
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
