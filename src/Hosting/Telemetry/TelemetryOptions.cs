using System.ComponentModel.DataAnnotations;
using System.Net;
using KiPass.Hosting.Settings;

namespace KiPass.Hosting.Telemetry;

/// <summary>The <c>Telemetry</c> section of a program's configuration. Without it, telemetry is off.</summary>
public sealed class TelemetryOptions
{
    public const string Section = "Telemetry";

    /// <summary>Port where Prometheus scrapes <c>/metrics</c>; 0 to disable. The program's own port does not serve it.</summary>
    [Port(orNone: true)]
    public int MetricsPort { get; set; }

    /// <summary>Private IP address of the metrics port. Default: 127.0.0.1, or <c>Register:Address</c> at the register.</summary>
    public string? Address { get; set; }

    /// <summary>OTLP (gRPC) endpoint for metrics, logs and spans, such as <c>http://collector.internal:4317</c>. Default: none.</summary>
    public Uri? Otlp { get; set; }

    /// <summary>Sampling ratio for spans of scans and trace steps, 0 to 1.</summary>
    [Range(0.0, 1.0)]
    public double SpanShare { get; set; }

    /// <summary>Returns a one-line validation error, or null if the options are valid.</summary>
    public string? Fault() =>
        SettingsBinder.NumberFaults(this, Section).FirstOrDefault()
        ?? (
            Address is { } address && !IPAddress.TryParse(address, out _)
                ? SettingFault.Wrong($"{Section}:{nameof(Address)}", address, "an IP address")
                : null
        )
        ?? (Otlp is null ? null : SettingFault.HttpUrl($"{Section}:{nameof(Otlp)}", Otlp.OriginalString));
}
