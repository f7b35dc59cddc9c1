using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using KiPass.SystemTests.Door.Apps;
using KiPass.Testing;
using KiPass.Tokens.Keys;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.StaticFiles;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Logging;

namespace KiPass.SystemTests.Fixtures;

/// <summary>A request that an app made.</summary>
internal sealed record AppRequest(string Route, JsonElement Body);

/// <summary>
/// Serves one of the web apps from the build, with an API whose answers the test decides: faults that a real register or issuer does not show
/// on demand.
/// </summary>
internal sealed class AppServer : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly ConcurrentDictionary<string, Func<JsonElement, Task<IResult>>> routes = new();
    private readonly ConcurrentDictionary<string, string> files = new();
    private readonly ConcurrentQueue<AppRequest> requests = new();
    private volatile bool isDown;

    private AppServer(WebApplication app) => this.app = app;

    /// <summary>Where the app is.</summary>
    public Uri Address { get; private set; } = null!;

    /// <summary>While true, connections to the API break off as without network.</summary>
    public bool IsDown
    {
        get => isDown;
        set => isDown = value;
    }

    /// <summary>How far the server's clock is ahead of this machine's.</summary>
    public TimeSpan Ahead { get; set; }

    public DateTimeOffset Now => TimeProvider.System.GetUtcNow() + Ahead;

    /// <summary>The scanner app with a register that accepts everything.</summary>
    public static async Task<AppServer> Scanner()
    {
        var server = await Start("src/Silo/bin/Release/net10.0/wwwroot/scanner", "/scanner");
        server.On("GET /v1/time", _ => Results.Json(new { utc = server.Stamp() }));
        server.On("GET /v1/facility", _ => Results.Json(server.Facility()));
        server.On("POST /v1/scans", body => Results.Json(server.Accepted(body), statusCode: 201));
        server.On("POST /v1/visits/manual", body => Results.Json(server.Accepted(body), statusCode: 201));
        server.On("POST /v1/scans/undo", _ => Results.Json(new { }));
        server.On(
            "POST /v1/scans/batch",
            body => Results.Json(new { results = body.GetProperty("scans").EnumerateArray().Select(server.Accepted).ToList() })
        );
        server.On(
            "POST /v1/devices/pair",
            _ =>
                Results.Json(
                    new
                    {
                        deviceId = Guid.NewGuid(),
                        deviceToken = "token",
                        facility = new { id = FacilityId, name = "시험 식당" },
                    }
                )
        );
        return server;
    }

    /// <summary>The visitor's page with an issuer that takes everybody.</summary>
    public static async Task<AppServer> Visitor()
    {
        var server = await Start("src/Issuer/bin/Release/net10.0/wwwroot", "");
        server.On("GET /.well-known/kipass-issuer.json", _ => Results.Json(new { name = "시험 발급" }));
        server.On(
            "GET /v1/consent",
            _ =>
                Results.Json(
                    new
                    {
                        version = "1",
                        ko = "동의문",
                        en = "Text",
                    }
                )
        );
        server.On("GET /v1/me", _ => Results.Json(server.Me()));
        server.On("GET /v1/me/accesses", _ => Results.Json(new { accesses = Array.Empty<object>() }));
        server.On("DELETE /v1/me", _ => Results.NoContent());
        server.On("DELETE /v1/me/session", _ => Results.NoContent());
        server.On("POST /v1/verifications", _ => Results.Json(new { verificationId = Guid.NewGuid() }, statusCode: 201));
        server.On("POST /v1/passes", body => Results.Json(server.Passes(body.GetProperty("count").GetInt32())));
        server.On("POST /v1/tickets", body => Results.Json(server.IssueTickets(body)));
        return server;
    }

    public static Guid FacilityId { get; } = Guid.Parse("5b0d7c3a-2a44-4c0e-9a52-9b8e6f0d3c11");

    /// <summary>Capacity of the facility; null: the register does not know it.</summary>
    public int? Capacity { get; set; }

    /// <summary>Companions of the visitor, by id.</summary>
    public ConcurrentDictionary<string, string> Companions { get; } = new();

    /// <summary>The next answers of a route.</summary>
    public void On(string route, Func<JsonElement, IResult> answer) => routes[route] = body => Task.FromResult(answer(body));

    /// <inheritdoc cref="On(string, Func{JsonElement, IResult})"/>
    public void On(string route, Func<JsonElement, Task<IResult>> answer) => routes[route] = answer;

    /// <summary>Serves another text instead of a file of the app.</summary>
    public void Replace(string file, string text) => files[file] = text;

    /// <summary>A refusal as a problem.</summary>
    public static IResult Refusal(int status, string code, string? detail = null) =>
        Results.Json(new { code, detail }, statusCode: status, contentType: "application/problem+json");

    /// <summary>Everything that was asked for.</summary>
    public IReadOnlyCollection<AppRequest> Requests => requests;

    /// <summary>The bodies that were sent to a route.</summary>
    public IReadOnlyList<JsonElement> Sent(string route) => [.. requests.Where(r => r.Route == route).Select(r => r.Body)];

    /// <summary>What the issuer computes with.</summary>
    public TestTickets Tickets { get; } = new();

    /// <summary>A code of another person in the slot with this distance from the current one.</summary>
    public string Pass(int slots = 0) => Tickets.Code(Guid.NewGuid().ToString(), 0, Now.AddSeconds(slots * TestTickets.SlotSeconds));

    public string Stamp() => Now.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture);

    public async ValueTask DisposeAsync() => await app.DisposeAsync();

    private static async Task<AppServer> Start(string folder, string path)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var server = new AppServer(app);
        app.Use(server.Answer);
        var provider = new PhysicalFileProvider(Path.Combine(KiPassStack.Root, folder));
        app.UseDefaultFiles(new DefaultFilesOptions { FileProvider = provider, RequestPath = path });
        app.UseStaticFiles(
            new StaticFileOptions
            {
                FileProvider = provider,
                RequestPath = path,
                ContentTypeProvider = new FileExtensionContentTypeProvider(),
                OnPrepareResponse = file => file.Context.Response.Headers.CacheControl = "no-cache",
            }
        );
        await app.StartAsync();
        server.Address = new Uri($"{app.Urls.First()}{path}/");
        return server;
    }

    private async Task Answer(HttpContext context, RequestDelegate next)
    {
        var request = context.Request;
        if (files.FirstOrDefault(file => request.Path.Value!.EndsWith("/" + file.Key, StringComparison.Ordinal)) is { Value: { } text })
        {
            context.Response.ContentType = "text/javascript";
            await context.Response.WriteAsync(text);
            return;
        }
        var route = $"{request.Method} {request.Path.Value}";
        if (!routes.TryGetValue(route, out var answer))
        {
            await next(context);
            return;
        }
        if (IsDown)
        {
            context.Abort();
            return;
        }
        var body =
            request.ContentLength > 0 ? (await JsonDocument.ParseAsync(request.Body)).RootElement : JsonDocument.Parse("{}").RootElement;
        requests.Enqueue(new AppRequest(route, body));
        context.Response.Headers.Date = Now.ToString("R", CultureInfo.InvariantCulture);
        await (await answer(body)).ExecuteAsync(context);
    }

    private object Facility() =>
        new
        {
            id = FacilityId,
            name = "시험 식당",
            zone = (string?)null,
            todayCount = 0,
            capacity = Capacity,
            authorityKey = AuthorityKey,
            utc = Stamp(),
        };

    private object Accepted(JsonElement body) =>
        new
        {
            scanId = body.GetProperty("scanId").GetString(),
            result = "accepted",
            enteredAt = Stamp(),
        };

    private object Me() =>
        new
        {
            name = "김시험",
            sessionExpiresAt = Stamp(),
            companions = Companions.Select(one => new { id = one.Key, name = one.Value }).ToList(),
        };

    private object IssueTickets(JsonElement body) =>
        Tickets.Issue(
            body.TryGetProperty("companionId", out var companion) ? companion.GetString()! : "self",
            body.TryGetProperty("from", out var from) ? from.GetInt32() : 0,
            Now,
            Stamp()
        );

    private object Passes(int count) =>
        new
        {
            now = Stamp(),
            passes = Enumerable
                .Range(0, count)
                .Select(slot =>
                {
                    var start = DateTimeOffset.FromUnixTimeSeconds(Now.ToUnixTimeSeconds() / 15 * 15 + slot * 15);
                    return new
                    {
                        pass = Tickets.Code(Guid.NewGuid().ToString(), 0, start),
                        validFrom = start,
                        validUntil = start.AddSeconds(15),
                    };
                })
                .ToList(),
        };

    /// <summary>The authority's public key that the register tells.</summary>
    public static EcJwk AuthorityKey { get; } = EcJwk.Create().Public();
}
