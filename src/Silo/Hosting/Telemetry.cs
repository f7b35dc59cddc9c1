using System.Net;
using KiPass.Contracts.Logging;
using KiPass.Grains.Telemetry;
using KiPass.Silo.Scans;
using OpenTelemetry;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;

namespace KiPass.Silo.Hosting;

/// <summary>
/// What leaves the register for its operator: numbers, and the log without grain keys. Requests are not traced: Orleans' and ASP.NET's spans
/// carry grain keys and addresses, which say who was where (docs/adr/0009).
/// </summary>
internal static class Telemetry
{
    private const string Path = "/metrics";

    // Every tag of these was looked at; tests read all of them after a run.
    private static readonly string[] Meters =
    [
        RegisterMeter.Name,
        ScanCounts.MeterName,
        "Npgsql",
        "System.Runtime",
        "Microsoft.AspNetCore.Server.Kestrel",
    ];

    /// <exception cref="Grains.Storage.RegisterStartException">One clear line.</exception>
    public static TelemetryOptions ReadTelemetry(this IConfiguration configuration)
    {
        var options = configuration.GetSection(TelemetryOptions.Section).Get<TelemetryOptions>() ?? new TelemetryOptions();
        TelemetryOptions.Require(options);
        return options;
    }

    public static void AddTelemetry(this WebApplicationBuilder builder, TelemetryOptions options, string address)
    {
        if (options is { MetricsPort: 0, Otlp: null })
        {
            return;
        }
        var telemetry = builder
            .Services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService("kipass-register", autoGenerateServiceInstanceId: false))
            .WithMetrics(metrics =>
            {
                metrics.AddMeter(Meters);
                if (options.MetricsPort != 0)
                {
                    metrics.AddPrometheusExporter();
                }
            });
        if (options.Otlp is { } otlp)
        {
            telemetry.UseOtlpExporter(OpenTelemetry.Exporter.OtlpExportProtocol.Grpc, otlp);
            builder.Logging.AddOpenTelemetry(log =>
            {
                log.IncludeFormattedMessage = true;
                log.AddProcessor(new KeylessRecords());
            });
        }
        if (options.MetricsPort != 0)
        {
            // Beside the addresses of --urls, which a listener given in code would replace.
            var urls = builder.Configuration[WebHostDefaults.ServerUrlsKey];
            var host = IPAddress.Parse(address) is { AddressFamily: System.Net.Sockets.AddressFamily.InterNetworkV6 }
                ? $"[{address}]"
                : address;
            builder.WebHost.UseUrls([
                .. (urls ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries),
                $"http://{host}:{options.MetricsPort}",
            ]);
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
            context.Connection.LocalPort == options.MetricsPort && context.Request.Path == Path
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

    private sealed class KeylessRecords : BaseProcessor<LogRecord>
    {
        public override void OnEnd(LogRecord data)
        {
            data.FormattedMessage = data.FormattedMessage is { } text ? GrainKeys.Hide(text) : null;
            data.Body = GrainKeys.Hide(data.Body ?? "");
            // Members of the message and the exception's text repeat what the message hides.
            data.Attributes = null;
            data.Exception = null;
        }
    }
}
