using KiPass.Grains.Hosting;
using KiPass.Hosting.Settings;
using KiPass.Hosting.Tls;

namespace KiPass.Silo.Portals;

/// <summary>Registers the portals' server with the register's process.</summary>
internal static class PortalHosting
{
    /// <summary>Loads the silo's certificate; null if none is set.</summary>
    /// <exception cref="StartException">A file is unusable.</exception>
    public static RegisterCertificates? LoadCertificates(RegisterOptions options)
    {
        if (options.Tls is not { } tls)
        {
            return null;
        }
        try
        {
            return new RegisterCertificates(tls.Authority, tls.Certificate, tls.Key, RegisterCertificates.SiloName);
        }
        catch (InvalidDataException e)
        {
            throw new StartException($"Register:Tls: {e.Message}", e);
        }
    }

    /// <summary>Must be called after the silo was added: the server starts after the silo and stops before it.</summary>
    public static void AddPortals(this IServiceCollection services, RegisterOptions options, RegisterCertificates? certificates)
    {
        services.AddSingleton<MemoryPressure>().AddSingleton<CallMetrics>();
        services.AddHostedService(register => new PortalServer(options, certificates, register));
    }
}
