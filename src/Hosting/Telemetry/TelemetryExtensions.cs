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

/// <summary>What a program shows to its operator.</summary>
/// <param name="Service">Its name, such as <c>kipass-register</c>.</param>
/// <param name="Meters">Every tag of these was looked at; tests read all of them after a run.</param>
/// <param name="Spans">Sources of spans of our own. Those of Orleans and ASP.NET carry grain keys and addresses and are never sent.</param>
/// <param name="Hide">Takes out of a log line what must not leave.</param>
public sealed record Shown(string Service, string[] Meters, string[] Spans, Func<string, string> Hide);

/// <summary>
/// What leaves a program for its operator: numbers, the log without grain keys, and a share of spans that name nobody (docs/adr/0009).
/// </summary>
public static class TelemetryExtensions
{
    private const string MetricsPath = "/metrics";

    /// <param name="configuration">Of the program.</param>
    /// <param name="address">Where <c>/metrics</c> listens when the section does not say it.</param>
    /// <exception cref="StartException">A value cannot be used.</exception>
    public static TelemetryOptions ReadTelemetry(this IConfiguration configuration, string? address = null)
    {
        var options = configuration.Bind<TelemetryOptions>(TelemetryOptions.Section);
        options.Address ??= address;
        return options.Fault() is { } fault ? throw new StartException(fault) : options;
    }

    /// <summary>A span without a parent, since ASP.NET's of the request is never sent; null, and free, unless an operator asked for spans.</summary>
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
                // By the span's own number: a caller's header must not decide what is kept.
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

    /// <summary>Answers <c>/metrics</c> on its own port, and nothing else there.</summary>
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

    // Beside the addresses of --urls, which a listener given in code would replace.
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

    // With or without telemetry: HttpClient would send the number of the span under way to whom it asks, and ASP.NET would take a caller's.
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
            // Members of the message and the exception's text repeat what the message hides.
            data.Attributes = null;
            data.Exception = null;
        }
    }
}
