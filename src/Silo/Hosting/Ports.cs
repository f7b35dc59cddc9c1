using System.Net;
using System.Net.Sockets;
using KiPass.Grains;
using KiPass.Grains.Storage;

namespace KiPass.Silo.Hosting;

/// <summary>Checks that the ports are free before anything starts; later, a port in use would end a half-started silo.</summary>
internal static class Ports
{
    private static readonly TimeSpan AnswerTimeout = TimeSpan.FromSeconds(2);

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
    /// Checks that no other silo answers at the address that others know. On one machine the port in use would show it; with a separate listening
    /// address (<c>Register:ListenAddress</c>) two machines could share one address, and each would keep declaring the other dead.
    /// </summary>
    /// <exception cref="RegisterStartException">Another silo answers.</exception>
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
            // A proxy in front of a stopped silo hangs up; a silo sends its name, or waits for the caller's TLS.
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
        throw new RegisterStartException(
            $"Register:Address: at {options.Address}:{options.SiloPort} another silo already answers; each silo needs its own address."
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
