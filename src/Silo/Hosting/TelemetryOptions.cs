using KiPass.Grains.Storage;

namespace KiPass.Silo.Hosting;

/// <summary>The section <c>Telemetry</c> of the register's configuration. Without it nothing is measured and nothing is sent.</summary>
internal sealed class TelemetryOptions
{
    public const string Section = "Telemetry";

    /// <summary>
    /// Port on which Prometheus reads <c>/metrics</c>, bound to the private <c>Register:Address</c>; 0: none. The port of the API does not
    /// answer it.
    /// </summary>
    public int MetricsPort { get; set; }

    /// <summary>Where metrics and the log go over OTLP (gRPC), such as <c>http://collector.internal:4317</c>; absent: nowhere.</summary>
    public Uri? Otlp { get; set; }

    /// <exception cref="RegisterStartException">One clear line.</exception>
    public static void Require(TelemetryOptions options)
    {
        if (options.MetricsPort is < 0 or > 65535)
        {
            throw new RegisterStartException($"Telemetry:MetricsPort: {options.MetricsPort} is not a port (1 to 65535; 0: none).");
        }
        if (options.Otlp is { } otlp && !(otlp.IsAbsoluteUri && otlp.Scheme is "http" or "https"))
        {
            throw new RegisterStartException($"Telemetry:Otlp: '{otlp}' is not an address such as http://collector.internal:4317.");
        }
    }
}
