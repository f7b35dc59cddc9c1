using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;
using KiPass.SystemTests.Traces.LineLists;

namespace KiPass.SystemTests.Fixtures;

/// <summary>Stands before a real issuer at the address that the register pinned: passes everything on, or holds it as long as a test says.</summary>
internal sealed class HeldIssuer : IAsyncDisposable
{
    private readonly HttpListener listener = new();
    private readonly HttpClient http;
    private readonly Task serving;

    public HeldIssuer(int port, Uri issuer)
    {
        http = new HttpClient { BaseAddress = issuer };
        Url = new Uri($"http://localhost:{port}");
        listener.Prefixes.Add($"{Url}");
        listener.Start();
        serving = Serve();
    }

    public Uri Url { get; }

    /// <summary>The port from which each route was last asked.</summary>
    public ConcurrentDictionary<string, int> CallerPorts { get; } = [];

    /// <summary>Called with the route's last word before a request is passed on; false: the issuer is down.</summary>
    public Func<string, Task<bool>> Before { get; set; } = _ => Task.FromResult(true);

    /// <summary>Returns, for a route's last word, the code with which the issuer refuses; null: it answers.</summary>
    public Func<string, string?> Refuses { get; set; } = _ => null;

    public async ValueTask DisposeAsync()
    {
        listener.Close();
        await serving;
        http.Dispose();
    }

    private async Task Serve()
    {
        while (listener.IsListening)
        {
            try
            {
                _ = Answer(await listener.GetContextAsync());
            }
            catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
            {
                return;
            }
        }
    }

    private async Task Answer(HttpListenerContext context)
    {
        try
        {
            var path = context.Request.Url!.AbsolutePath;
            using var body = new MemoryStream();
            await context.Request.InputStream.CopyToAsync(body);
            var route = path.Split('/')[^1];
            CallerPorts[route] = context.Request.RemoteEndPoint.Port;
            if (!await Before(route))
            {
                context.Response.StatusCode = (int)HttpStatusCode.ServiceUnavailable;
                context.Response.Close();
                return;
            }
            if (Refuses(route) is { } code)
            {
                context.Response.StatusCode = (int)HttpStatusCode.Forbidden;
                context.Response.ContentType = "application/problem+json";
                await JsonSerializer.SerializeAsync(context.Response.OutputStream, new { code });
                context.Response.Close();
                return;
            }
            using var request = new HttpRequestMessage(new HttpMethod(context.Request.HttpMethod), path)
            {
                Content = new ByteArrayContent(body.ToArray()),
            };
            request.Content.Headers.TryAddWithoutValidation("Content-Type", context.Request.ContentType);
            using var answer = await http.SendAsync(request);
            var bytes = await answer.Content.ReadAsByteArrayAsync();
            context.Response.StatusCode = (int)answer.StatusCode;
            context.Response.ContentType = answer.Content.Headers.ContentType?.ToString();
            await context.Response.OutputStream.WriteAsync(bytes);
            context.Response.Close();
        }
        catch (Exception e) when (e is HttpListenerException or HttpRequestException or IOException or ObjectDisposedException)
        {
            // Whoever asked was killed meanwhile.
        }
    }
}
