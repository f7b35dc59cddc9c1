using System.Net;
using System.Net.Sockets;
using KiPass.Grains.Hosting;
using KiPass.Hosting.Settings;
using KiPass.Silo.Portals;

namespace KiPass.Silo.Hosting;

/// <summary>Checks that the silo's port and the portals' port are free before anything starts. Otherwise a conflict would stop a half-started silo.</summary>
internal static class Ports
{
    private static readonly TimeSpan AnswerTimeout = TimeSpan.FromSeconds(2);

    /// <exception cref="StartException">A port is in use.</exception>
    public static void RequireFree(RegisterOptions options)
    {
        var address = IPAddress.Parse(options.ListenAddress ?? options.Address);
        ListenAddresses.RequireFree($"{RegisterOptions.Section}:{nameof(options.SiloPort)}", address, options.SiloPort);
        ListenAddresses.RequireFree(
            $"{RegisterOptions.Section}:{nameof(options.PortalPort)}",
            PortalServer.AddressOf(options),
            options.PortalPort
        );
    }

    /// <summary>
    /// Checks that no other silo uses the advertised address. On one machine, the port conflict would reveal it. With a separate listen
    /// address (<c>Register:ListenAddress</c>), two machines could advertise one address and keep declaring each other dead.
    /// </summary>
    /// <exception cref="StartException">Another silo responds.</exception>
    public static async Task RequireUnusedAddress(RegisterOptions options)
    {
        if (options.ListenAddress is null || options.ListenAddress == options.Address)
        {
            return;
        }
        using var timeout = new CancellationTokenSource(AnswerTimeout);
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await socket.ConnectAsync(IPAddress.Parse(options.Address), options.SiloPort, timeout.Token);
            // A proxy in front of a stopped silo disconnects. A silo sends its name, or waits for the caller's TLS.
            if (await socket.ReceiveAsync(new byte[1], timeout.Token) == 0)
            {
                return;
            }
        }
        catch (SocketException)
        {
            return;
        }
        catch (OperationCanceledException)
        {
            if (!socket.Connected)
            {
                return;
            }
        }
        throw new StartException(
            $"Register:Address: at {options.Address}:{options.SiloPort} another silo answers already; each silo needs its own address."
        );
    }
}
