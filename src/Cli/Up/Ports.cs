using System.Net;
using System.Net.Sockets;

namespace KiPass.Cli.Up;

/// <summary>Checks that all ports are free before anything starts.</summary>
internal static class Ports
{
    public static void RequireFree(UpSettings settings)
    {
        (string Use, int Port)[] needed =
        [
            .. settings.Register.SelectMany(silo =>
                new[]
                {
                    (silo.Name, silo.Url.Port),
                    ($"other silos of {silo.Name}", silo.SiloPort),
                    ($"the portals at {silo.Name}", silo.PortalPort),
                }
            ),
            ("the issuer", settings.IssuerUrl.Port),
            ("the owners' portal", settings.OwnersUrl.Port),
            ("the officials' portal", settings.OfficialsUrl.Port),
            .. settings.Tls ? [("the page to install the certificate", settings.InstallPort)] : Array.Empty<(string, int)>(),
        ];
        foreach (var (use, port) in needed)
        {
            if (!IsFree(port))
            {
                throw new CommandException(
                    $"Port {port}, for {use}, is taken. Stop what uses it (ss -ltnp shows it), or choose other ports with --port-base."
                );
            }
        }
    }

    private static bool IsFree(int port)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, port);
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
