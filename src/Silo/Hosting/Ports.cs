using System.Net;
using System.Net.Sockets;
using KiPass.Grains;
using KiPass.Grains.Storage;

namespace KiPass.Silo.Hosting;

/// <summary>Looks whether the ports are free before anything is started: afterwards a taken port would end a silo that is half up.</summary>
internal static class Ports
{
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
