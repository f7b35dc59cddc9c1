using System.Net;
using System.Net.Sockets;
using KiPass.Grains.Database;
using KiPass.Grains.Hosting;

namespace KiPass.Silo.Hosting;

/// <summary>Looks whether the ports are free before anything is started: afterwards a taken port would end a silo that is half up.</summary>
internal static class Ports
{
    private static readonly TimeSpan AnswerPatience = TimeSpan.FromSeconds(2);

    /// <exception cref="RegisterStartException">A port is taken, or an address is not one.</exception>
    public static void RequireFree(RegisterOptions options, string? urls)
    {
        var address = IPAddress.Parse(options.ListenAddress ?? options.Address);
        RequireFree(address, options.SiloPort, "Register:SiloPort");
        RequireFree(address, options.GatewayPort, "Register:GatewayPort");
        foreach (var url in (urls ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var binding = Parse(url);
            if (!binding.IsUnixPipe)
            {
                RequireFree(IPAddress.TryParse(binding.Host, out var host) ? host : IPAddress.Loopback, binding.Port, "--urls");
            }
        }
    }

    /// <summary>
    /// Looks whether a silo answers already at the address that others know. On one machine the taken port tells; with a listening address of its
    /// own (<c>Register:ListenAddress</c>) two machines could bear one address, and each would declare the other dead again and again.
    /// </summary>
    /// <exception cref="RegisterStartException">One does.</exception>
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
        throw new RegisterStartException(
            $"Register:Address: at {options.Address}:{options.SiloPort} another silo answers already; each needs an address of its own."
        );
    }

    private static BindingAddress Parse(string url)
    {
        try
        {
            return BindingAddress.Parse(url);
        }
        catch (FormatException)
        {
            throw new RegisterStartException($"--urls: '{url}' is not an address such as http://127.0.0.1:5080.");
        }
    }

    private static void RequireFree(IPAddress address, int port, string setting)
    {
        try
        {
            using var listener = new TcpListener(address, port);
            listener.Start();
        }
        catch (SocketException e)
        {
            var why = e.SocketErrorCode == SocketError.AddressAlreadyInUse ? "the port is in use" : e.Message;
            throw new RegisterStartException($"{setting}: {address}:{port}: {why}.", e);
        }
    }
}
