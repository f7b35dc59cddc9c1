using System.Net;
using System.Net.Sockets;

namespace KiPass.Bench.Chaos.Cluster;

/// <summary>A TCP proxy that forwards each connection over the line between its sender and the target port.</summary>
internal sealed class Relay : IAsyncDisposable
{
    private readonly Socket listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly IPEndPoint target;
    private readonly Func<IPEndPoint, Line?> lineOf;
    private readonly Task accepting;

    /// <param name="at">Where it listens.</param>
    /// <param name="target">Where the port behind it is.</param>
    /// <param name="lineOf">The line of a sender, by its end of the connection; null when nobody of ours is known there.</param>
    public Relay(IPEndPoint at, IPEndPoint target, Func<IPEndPoint, Line?> lineOf)
    {
        this.target = target;
        this.lineOf = lineOf;
        listener.Bind(at);
        listener.Listen(512);
        accepting = Accept();
    }

    public IPEndPoint At => (IPEndPoint)listener.LocalEndPoint!;

    public async ValueTask DisposeAsync()
    {
        listener.Dispose();
        await accepting;
    }

    private async Task Accept()
    {
        while (true)
        {
            try
            {
                var incoming = await listener.AcceptAsync();
                _ = Task.Run(() => Connect(incoming));
            }
            catch (SocketException e) when (e.SocketErrorCode != SocketError.OperationAborted)
            {
                // That one connection broke before it was taken.
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException)
            {
                return;
            }
        }
    }

    private async Task Connect(Socket incoming)
    {
        using var outgoing = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        using (incoming)
        {
            try
            {
                incoming.NoDelay = true;
                if (lineOf((IPEndPoint)incoming.RemoteEndPoint!) is not { } line || !line.Add(incoming, outgoing))
                {
                    incoming.Close(0);
                    return;
                }
                try
                {
                    await line.Pass();
                    await outgoing.ConnectAsync(target);
                    await Task.WhenAny(Copy(incoming, outgoing, line), Copy(outgoing, incoming, line));
                    // Either side ended: so does the connection; the other side learns it when something comes through again.
                    await line.Pass();
                }
                finally
                {
                    line.Remove(incoming, outgoing);
                }
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException)
            {
                incoming.Close(0);
            }
        }
    }

    private static async Task Copy(Socket from, Socket to, Line line)
    {
        var buffer = new byte[64 * 1024];
        try
        {
            while (await from.ReceiveAsync(buffer) is > 0 and var count)
            {
                await line.Pass();
                for (var sent = 0; sent < count; )
                {
                    sent += await to.SendAsync(buffer.AsMemory(sent, count - sent));
                }
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // Broken on one side: broken on the other.
        }
    }
}
