using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using KiPass.Hosting.Settings;
using OpenTelemetry;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace KiPass.Hosting.Telemetry;

/// <summary>Telemetry sources of a program.</summary>
/// <param name="Service">Service name, such as <c>kipass-register</c>.</param>
/// <param name="Meters">Meters to export. Every tag was reviewed for privacy, and tests read all of them after a run.</param>
/// <param name="Spans">Activity sources to export. Those of Orleans and ASP.NET contain grain keys and addresses: never export
/// them.</param>
/// <param name="Hide">Redacts sensitive text from a log line.</param>
public sealed record Shown(string Service, string[] Meters, string[] Spans, Func<string, string> Hide);

/// <summary>
/// Exports metrics, logs without grain keys, and a sample of spans without personal data (docs/adr/0009).
/// </summary>
public static class TelemetryExtensions
{
    private const string MetricsPath = "/metrics";

    /// <param name="configuration">The program's configuration.</param>
    /// <param name="address">Default address for <c>/metrics</c>.</param>
    /// <exception cref="StartException">A value is invalid.</exception>
    public static TelemetryOptions ReadTelemetry(this IConfiguration configuration, string? address = null)
    {
        var options = configuration.Bind<TelemetryOptions>(TelemetryOptions.Section);
        options.Address ??= address;
        return options.Fault() is { } fault ? throw new StartException(fault) : options;
    }

    /// <summary>Starts a root span, because ASP.NET's request span is never exported. Returns null if spans are disabled.</summary>
    public static Activity? StartRoot(this ActivitySource source, string name)
    {
        if (!source.HasListeners())
        {
            return null;
        }
        Activity.Current = null;
        return source.StartActivity(name);
    }

    public static void AddTelemetry(this WebApplicationBuilder builder, TelemetryOptions options, Shown shown)
    {
        builder.LinkNothing();
        if (options is { MetricsPort: 0, Otlp: null })
        {
            return;
        }
        var telemetry = builder
            .Services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService(shown.Service, autoGenerateServiceInstanceId: false))
            .WithMetrics(metrics =>
            {
                metrics.AddMeter(shown.Meters);
                if (options.MetricsPort != 0)
                {
                    metrics.AddPrometheusExporter();
                }
            });
        if (options.Otlp is { } otlp)
        {
            if (options.SpanShare > 0)
            {
                // Sample by the span's own ID, so that a caller's header cannot decide what is kept.
                telemetry.WithTracing(spans => spans.AddSource(shown.Spans).SetSampler(new TraceIdRatioBasedSampler(options.SpanShare)));
            }
            telemetry.UseOtlpExporter(OpenTelemetry.Exporter.OtlpExportProtocol.Grpc, otlp);
            builder.Logging.AddOpenTelemetry(log =>
            {
                log.IncludeFormattedMessage = true;
                log.AddProcessor(new KeylessRecords(shown.Hide));
            });
        }
        if (options.MetricsPort != 0)
        {
            builder.AddMetricsAddress(options);
        }
    }

    /// <summary>Serves only <c>/metrics</c> on the metrics port.</summary>
    public static void UseMetrics(this WebApplication app, TelemetryOptions options)
    {
        if (options.MetricsPort == 0)
        {
            return;
        }
        app.UseOpenTelemetryPrometheusScrapingEndpoint(context =>
            context.Connection.LocalPort == options.MetricsPort && context.Request.Path == MetricsPath
        );
        app.Use(
            (context, next) =>
            {
                if (context.Connection.LocalPort != options.MetricsPort)
                {
                    return next(context);
                }
                context.Response.StatusCode = StatusCodes.Status404NotFound;
                return Task.CompletedTask;
            }
        );
    }

    // Adds to the addresses of --urls. A listener configured in code would replace them.
    private static void AddMetricsAddress(this WebApplicationBuilder builder, TelemetryOptions options)
    {
        var urls = builder.Configuration[WebHostDefaults.ServerUrlsKey];
        var address = IPAddress.Parse(options.Address ?? "127.0.0.1");
        var host = address.AddressFamily == AddressFamily.InterNetworkV6 ? $"[{address}]" : $"{address}";
        builder.WebHost.UseUrls([
            .. (string.IsNullOrEmpty(urls) ? "http://localhost:5000" : urls).Split(';', StringSplitOptions.RemoveEmptyEntries),
            $"http://{host}:{options.MetricsPort}",
        ]);
    }

    // Always applies: HttpClient would propagate the current span's ID to other services, and ASP.NET would accept a caller's.
    private static void LinkNothing(this WebApplicationBuilder builder)
    {
        DistributedContextPropagator.Current = new NoContext();
        builder.Services.AddSingleton(DistributedContextPropagator.Current);
    }

    private sealed class NoContext : DistributedContextPropagator
    {
        public override IReadOnlyCollection<string> Fields => [];

        public override void Inject(Activity? activity, object? carrier, PropagatorSetterCallback? setter) { }

        public override void ExtractTraceIdAndState(
            object? carrier,
            PropagatorGetterCallback? getter,
            out string? traceId,
            out string? traceState
        ) => (traceId, traceState) = (null, null);

        public override IEnumerable<KeyValuePair<string, string?>>? ExtractBaggage(object? carrier, PropagatorGetterCallback? getter) =>
            null;
    }

    private sealed class KeylessRecords(Func<string, string> hide) : BaseProcessor<LogRecord>
    {
        public override void OnEnd(LogRecord data)
        {
            data.FormattedMessage = data.FormattedMessage is { } text ? hide(text) : null;
            data.Body = hide(data.Body ?? "");
            // The message's parameters and the exception's text repeat what the message redacts.
            data.Attributes = null;
            data.Exception = null;
        }
    }
}
