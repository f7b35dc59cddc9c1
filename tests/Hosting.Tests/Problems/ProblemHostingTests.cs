using System.Collections.Concurrent;
using System.Net;
using System.Text;
using System.Text.Json;
using KiPass.Hosting.Problems;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace KiPass.Hosting.Tests.Problems;

public sealed class ProblemHostingTests : IAsyncLifetime
{
    private const string Secret = "김하늘 010-1234-5678";

    private static readonly Problem Closed = new(403, "closed", "닫혔습니다.", "Closed.", "Always");

    private readonly WebApplication app = Build();
    private readonly HttpClient client = new();

    [Fact]
    public async Task A_defect_is_unavailable_and_its_message_is_neither_answered_nor_logged()
    {
        using var answer = await client.GetAsync("/defect/what-is-typed");
        var body = await answer.Content.ReadAsStringAsync();
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "unavailable"), (answer.StatusCode, Code(body)));
        Assert.Equal("1", answer.Headers.RetryAfter!.ToString());
        Assert.DoesNotContain(Secret, body, StringComparison.Ordinal);
        var logged = Assert.Single(Logged(), line => line.Contains("InvalidOperationException", StringComparison.Ordinal));
        Assert.Contains("/defect/{text}", logged, StringComparison.Ordinal);
        Assert.All(Logged(), line => Assert.DoesNotContain(Secret, line, StringComparison.Ordinal));
        Assert.All(Logged(), line => Assert.DoesNotContain("what-is-typed", line, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("GET", "/nowhere", 404, "route-unknown")]
    [InlineData("DELETE", "/closed", 405, "method-not-allowed")]
    [InlineData("GET", "/closed", 403, "closed")]
    public async Task Routing_and_routes_answer_from_one_catalogue(string method, string path, int status, string code)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        using var answer = await client.SendAsync(request);
        Assert.Equal((status, code), ((int)answer.StatusCode, Code(await answer.Content.ReadAsStringAsync())));
        Assert.Equal(Problem.ContentType, answer.Content.Headers.ContentType!.MediaType);
        Assert.True(answer.Headers.CacheControl!.NoStore);
    }

    [Theory]
    [InlineData("{\"name\":7}", "request-malformed", "name")]
    [InlineData("{\"name\":\"\\ud800\"}", "request-malformed", "name")]
    [InlineData("{", "request-malformed", null)]
    [InlineData("null", "request-malformed", null)]
    [InlineData("", "request-malformed", null)]
    [InlineData("{\"name\":\"\u00e9\"}", "ok", null)]
    public async Task A_body_that_cannot_be_bound_names_the_member_at_fault(string body, string code, string? member)
    {
        var answer = await Post(body, "application/json");
        Assert.Equal((code, member), (Code(answer), Member(answer)));
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/json; charset=utf-16")]
    [InlineData(null)]
    public async Task Another_content_type_is_malformed_where_it_matters(string? contentType)
    {
        var answer = await Post("{\"name\":\"x\"}", contentType);
        Assert.Equal(("request-malformed", "Content-Type"), (Code(answer), Member(answer)));
    }

    [Fact]
    public async Task A_gate_of_a_group_runs_before_the_body_is_read()
    {
        using var content = new StringContent(new string('x', 5000), Encoding.UTF8, "text/plain");
        using var answer = await client.PostAsync("/gated/name", content);
        Assert.Equal("closed", Code(await answer.Content.ReadAsStringAsync()));
    }

    [Fact]
    public async Task A_body_over_the_limit_is_too_large()
    {
        Assert.Equal("ok", Code(await Post($"{{\"name\":\"{new string('x', 900)}\"}}", "application/json")));
        Assert.Equal("request-too-large", Code(await Post($"{{\"name\":\"{new string('x', 1100)}\"}}", "application/json")));
    }

    public async ValueTask InitializeAsync()
    {
        await app.StartAsync();
        client.BaseAddress = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
    }

    public async ValueTask DisposeAsync()
    {
        client.Dispose();
        await app.DisposeAsync();
    }

    private static WebApplication Build()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder
            .Logging.ClearProviders()
            .Services.AddSingleton<LogLines>()
            .AddSingleton<ILoggerProvider>(s => s.GetRequiredService<LogLines>());
        builder.Services.AddProblems([
            CommonProblems.RequestMalformed(""),
            CommonProblems.RouteUnknown(),
            CommonProblems.MethodNotAllowed(),
            CommonProblems.RequestTooLarge(""),
            CommonProblems.Unavailable(""),
            Closed,
        ]);
        var app = builder.Build();
        app.UseProblems();
        app.MapGet("/defect/{text}", (string text) => Fail(text));
        app.MapGet("/closed", () => Closed.ToResult());
        app.MapPost("/name", (Named named) => named).LimitJsonBody(1024);
        app.MapGroup("/gated")
            .RequireBeforeBinding(_ => new ValueTask<ProblemResult?>(Closed.ToResult()))
            .MapPost("/name", (Named named) => named)
            .LimitJsonBody(1024);
        return app;
    }

    private static string Fail(string text) => throw new InvalidOperationException($"{Secret} {text}");

    private async Task<string> Post(string body, string? contentType)
    {
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        if (contentType is not null)
        {
            content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        }
        using var answer = await client.PostAsync("/name", content);
        return await answer.Content.ReadAsStringAsync();
    }

    private System.Collections.Concurrent.ConcurrentQueue<string> Logged() => app.Services.GetRequiredService<LogLines>().Lines;

    private static string Code(string body) => Text(body, "code") ?? "ok";

    private static string? Member(string body) => Text(body, "member");

    private static string? Text(string body, string name) =>
        JsonSerializer.Deserialize<JsonElement>(body).TryGetProperty(name, out var value) ? value.GetString() : null;

    internal sealed record Named(string Name);

    /// <summary>What was logged, exceptions included.</summary>
    private sealed class LogLines : ILoggerProvider, ILogger
    {
        public ConcurrentQueue<string> Lines { get; } = new();

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

        public void Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter
        )
        {
            if (IsEnabled(logLevel))
            {
                Lines.Enqueue($"{formatter(state, exception)} {exception}");
            }
        }

        public void Dispose() { }
    }
}
