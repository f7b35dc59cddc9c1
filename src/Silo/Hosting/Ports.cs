using System.Net;
using System.Net.Sockets;
using KiPass.Grains.Hosting;
using KiPass.Hosting.Settings;

namespace KiPass.Silo.Hosting;

/// <summary>Checks whether the ports of Orleans are free before anything is started: afterwards a taken port would end a silo that is half up.</summary>
internal static class Ports
{
    private static readonly TimeSpan AnswerPatience = TimeSpan.FromSeconds(2);

    /// <exception cref="StartException">A port is taken.</exception>
    public static void RequireFree(RegisterOptions options)
    {
        var address = IPAddress.Parse(options.ListenAddress ?? options.Address);
        ListenAddresses.RequireFree($"{RegisterOptions.Section}:{nameof(options.SiloPort)}", address, options.SiloPort);
        ListenAddresses.RequireFree($"{RegisterOptions.Section}:{nameof(options.GatewayPort)}", address, options.GatewayPort);
    }

    /// <summary>
    /// Looks whether a silo answers already at the address that others know. On one machine the taken port tells; with a listening address of its
    /// own (<c>Register:ListenAddress</c>) two machines could bear one address, and each would declare the other dead again and again.
    /// </summary>
    /// <exception cref="StartException">One does.</exception>
    public static async Task RequireNobodyAtKnownAddress(RegisterOptions options)
    {
        if (options.ListenAddress is null || options.ListenAddress == options.Address)
        {
            return;
        }
        using var patience = new CancellationTokenSource(AnswerPatience);
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await socket.ConnectAsync(IPAddress.Parse(options.Address), options.SiloPort, patience.Token);
            // What stands before a silo that does not run hangs up; a silo says its name, or waits for the caller's TLS.
            if (await socket.ReceiveAsync(new byte[1], patience.Token) == 0)
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
            $"Register:Address: at {options.Address}:{options.SiloPort} another silo answers already; each needs an address of its own."
        );
    }
}
