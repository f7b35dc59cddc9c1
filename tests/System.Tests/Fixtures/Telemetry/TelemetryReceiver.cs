using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Text;
using KiPass.SystemTests.Telemetry;
using KiPass.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace KiPass.SystemTests.Fixtures;

/// <summary>A collector that keeps what it gets: OTLP over gRPC, which is HTTP/2 with a length before each protobuf message.</summary>
/// <remarks>Protobuf writes texts as they are, in UTF-8: what is looked for is found in the bytes.</remarks>
internal sealed class TelemetryReceiver : IAsyncDisposable
{
    private const int PrefixSize = 5;

    private readonly ConcurrentQueue<(string Signal, byte[] Message)> received = new();
    private readonly WebApplication app;

    private TelemetryReceiver(WebApplication app) => this.app = app;

    public Uri Address { get; } = new($"http://127.0.0.1:{FreePorts.Next()}");

    public static async Task<TelemetryReceiver> Start()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.ConfigureEndpointDefaults(listen => listen.Protocols = HttpProtocols.Http2));
        var receiver = new TelemetryReceiver(builder.Build());
        receiver.app.Run(receiver.Take);
        receiver.app.Urls.Add($"{receiver.Address}");
        await receiver.app.StartAsync();
        return receiver;
    }

    /// <summary>Everything of a signal (<c>metrics</c>, <c>logs</c>, <c>trace</c>) as text, whatever is no text left out.</summary>
    public string Text(string signal) =>
        string.Concat(received.Where(entry => entry.Signal == signal).Select(entry => Encoding.UTF8.GetString(entry.Message)));

    /// <summary>Every log line and span that came.</summary>
    public IReadOnlyList<OtlpRecord> Records => [.. received.SelectMany(entry => OtlpRecord.In(entry.Signal, entry.Message))];

    /// <summary>Every byte that came.</summary>
    public IEnumerable<byte[]> Everything => received.Select(entry => entry.Message);

    public async ValueTask DisposeAsync() => await app.DisposeAsync();

    private async Task Take(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        var bytes = body.ToArray();
        // Not compressed: the exporter does so only when told.
        Assert.Equal(0, bytes[0]);
        Assert.Equal(bytes.Length - PrefixSize, BinaryPrimitives.ReadInt32BigEndian(bytes.AsSpan(1)));
        var signal = context.Request.Path.Value!.Split('.')[^3];
        received.Enqueue((signal, bytes[PrefixSize..]));
        context.Response.ContentType = "application/grpc";
        await context.Response.Body.WriteAsync(new byte[PrefixSize]);
        context.Response.AppendTrailer("grpc-status", "0");
    }
}
