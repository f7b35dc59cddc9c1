using System.Net;
using System.Net.Sockets;

namespace KiPass.Hosting.Settings;

/// <summary>
/// Checks the listen addresses before the program starts anything. Otherwise a port conflict would stop a partially started program,
/// and the web server's own messages do not name the setting.
/// </summary>
public static class ListenAddresses
{
    private const string Urls = "--urls";
    private const string Certificate = "Kestrel:Certificates:Default";

    /// <summary>Checks the addresses of <c>--urls</c>, the default certificate and the log levels.</summary>
    /// <exception cref="StartException">An address is invalid or in use, a certificate is missing, or a log level is unknown.</exception>
    public static void RequireListenAddresses(this IConfiguration configuration)
    {
        RequireCertificate(configuration);
        RequireLogLevels(configuration);
        foreach (
            var url in (configuration[WebHostDefaults.ServerUrlsKey] ?? "").Split(
                ';',
                StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries
            )
        )
        {
            var address = Parse(url);
            if (!address.IsUnixPipe)
            {
                RequireFree(Urls, IPAddress.TryParse(address.Host, out var host) ? host : IPAddress.Loopback, address.Port);
            }
        }
    }

    /// <exception cref="StartException">The address is in use or does not belong to this machine.</exception>
    public static void RequireFree(string setting, IPAddress address, int port)
    {
        try
        {
            using var listener = new TcpListener(address, port);
            listener.Start();
        }
        catch (SocketException e)
        {
            var why = e.SocketErrorCode == SocketError.AddressAlreadyInUse ? "the port is in use" : e.Message;
            throw new StartException($"{setting}: {new IPEndPoint(address, port)}: {why}.", e);
        }
    }

    private static BindingAddress Parse(string url)
    {
        BindingAddress? address = null;
        try
        {
            address = BindingAddress.Parse(url);
        }
        catch (FormatException)
        {
            // Reported below.
        }
        return address is { Scheme: "http" or "https", Port: >= 0 and <= ushort.MaxValue }
            ? address
            : throw new StartException(SettingFault.Wrong(Urls, url, "an address such as http://127.0.0.1:5080 (ports 1 to 65535)"));
    }

    private static void RequireCertificate(IConfiguration configuration)
    {
        var (path, key) = (configuration[$"{Certificate}:Path"], configuration[$"{Certificate}:KeyPath"]);
        if (key is not null && path is null)
        {
            throw new StartException(SettingFault.Missing($"{Certificate}:Path", "a PEM file; it and KeyPath belong together"));
        }
        foreach (var (name, file) in new[] { ("Path", path), ("KeyPath", key) })
        {
            if (file is not null && SettingFault.ExistingFile($"{Certificate}:{name}", file) is { } fault)
            {
                throw new StartException(fault);
            }
        }
    }

    private static void RequireLogLevels(IConfiguration configuration)
    {
        foreach (var (name, value) in configuration.GetSection("Logging").AsEnumerable())
        {
            if (name.Contains(":LogLevel:", StringComparison.OrdinalIgnoreCase) && !Enum.TryParse<LogLevel>(value, ignoreCase: true, out _))
            {
                throw new StartException(SettingFault.Wrong(name, value, $"one of {string.Join(", ", Enum.GetNames<LogLevel>())}"));
            }
        }
    }
}
