namespace KiPass.Hosting.Telemetry;

/// <summary>The section <c>Telemetry</c> of any program's configuration. Without it nothing is measured and nothing is sent.</summary>
public sealed class TelemetryOptions
{
    public const string Section = "Telemetry";

    /// <summary>Port on which Prometheus reads <c>/metrics</c>; 0: none. The port of the program itself does not answer it.</summary>
    public int MetricsPort { get; set; }

    /// <summary>The private IP address of that port; absent: 127.0.0.1, at the register <c>Register:Address</c>.</summary>
    public string? Address { get; set; }

    /// <summary>Where metrics, log and spans go over OTLP (gRPC), such as <c>http://collector.internal:4317</c>; absent: nowhere.</summary>
    public Uri? Otlp { get; set; }

    /// <summary>Which share of scans and of traces' steps is sent as spans, 0 to 1.</summary>
    public double SpanShare { get; set; }

    /// <summary>What is wrong, in one clear line; null when the options can be used.</summary>
    public string? Fault() =>
        MetricsPort is < 0 or > 65535 ? $"Telemetry:MetricsPort: {MetricsPort} is not a port (1 to 65535; 0: none)."
        : Address is { } address && !System.Net.IPAddress.TryParse(address, out _) ? $"Telemetry:Address: '{address}' is not an IP address."
        : Otlp is { } otlp && !(otlp.IsAbsoluteUri && otlp.Scheme is "http" or "https")
            ? $"Telemetry:Otlp: '{otlp}' is not an address such as http://collector.internal:4317."
        : SpanShare is not (>= 0 and <= 1) ? $"Telemetry:SpanShare: {SpanShare} is not between 0 and 1."
        : null;
}
