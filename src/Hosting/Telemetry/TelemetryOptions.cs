using System.ComponentModel.DataAnnotations;
using System.Net;
using KiPass.Hosting.Settings;

namespace KiPass.Hosting.Telemetry;

/// <summary>The section <c>Telemetry</c> of any program's configuration. Without it nothing is measured and nothing is sent.</summary>
public sealed class TelemetryOptions
{
    public const string Section = "Telemetry";

    /// <summary>Port on which Prometheus reads <c>/metrics</c>; 0: none. The port of the program itself does not answer it.</summary>
    [Port(orNone: true)]
    public int MetricsPort { get; set; }

    /// <summary>The private IP address of that port; absent: 127.0.0.1, at the register <c>Register:Address</c>.</summary>
    public string? Address { get; set; }

    /// <summary>Where metrics, log and spans go over OTLP (gRPC), such as <c>http://collector.internal:4317</c>; absent: nowhere.</summary>
    public Uri? Otlp { get; set; }

    /// <summary>Which share of scans and of traces' steps is sent as spans, 0 to 1.</summary>
    [Range(0.0, 1.0)]
    public double SpanShare { get; set; }

    /// <summary>What is wrong, in one line; null when the options can be used.</summary>
    public string? Fault() =>
        SettingsBinder.NumberFaults(this, Section).FirstOrDefault()
        ?? (
            Address is { } address && !IPAddress.TryParse(address, out _)
                ? SettingFault.Wrong($"{Section}:{nameof(Address)}", address, "an IP address")
                : null
        )
        ?? (Otlp is null ? null : SettingFault.HttpUrl($"{Section}:{nameof(Otlp)}", Otlp.OriginalString));
}
