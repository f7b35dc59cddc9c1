using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using KiPass.Issuer.Hosting;
using KiPass.Issuer.Personal;
using KiPass.Issuer.Tests;
using KiPass.Issuer.Verifications;
using KiPass.Testing;
using KiPass.Tokens.Keys;
using KiPass.Tokens.Passes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Npgsql;

namespace KiPass.Issuer.Tests.Fixtures;

/// <summary>A whole issuer on real HTTP, with its own folder, store and clock, and a register that opens its passes.</summary>
internal sealed class IssuerHost : IAsyncDisposable
{
    public static readonly DateTimeOffset Start = new(2020, 6, 12, 3, 0, 4, TimeSpan.Zero);

    private readonly TemporaryFolder folder = new();
    private readonly AgreementKeys registerKeys = new(EcJwk.Create());
    private readonly List<string> settings;
    private WebApplication app = null!;

    private IssuerHost(string[] settings)
    {
        this.settings =
        [
            "--Issuer:Demo=true",
            .. settings,
            $"--Issuer:Data={Data}",
            "--urls=http://127.0.0.1:0",
            "--Logging:LogLevel:Default=None",
        ];
        var domain = new DomainFolder(Data);
        domain.CreateKeys(withAgreement: true);
        domain.CreateSecret(PersonalKey.Name);
        domain.Pin(new TrustedRegister(registerKeys.Public(), EcJwk.Create().Public(), EcJwk.Create().Public()));
        Keys = new ChannelKeyring(registerKeys);
        Keys.Pin(1, domain.AgreementKeys().Public());
    }

    /// <summary>The issuer's folder.</summary>
    public string Data => folder.Path;

    public FakeTimeProvider Time { get; } = new(Start);

    /// <summary>The register's side of the channel.</summary>
    public ChannelKeyring Keys { get; }

    public HttpClient Http { get; private set; } = null!;

    public IServiceProvider Services => app.Services;

    /// <summary>The database's name, on PostgreSQL.</summary>
    public string? Database { get; private set; }

    public static async Task<IssuerHost> StartAsync(Store store = Store.Sqlite, params string[] settings)
    {
        var host = new IssuerHost(settings);
        if (store == Store.Postgres)
        {
            var server = await PostgresServer.Shared;
            host.Database = await EmptyDatabases.Take(server);
            host.settings.Add($"--Issuer:Postgres:Owner={server.ConnectionString(host.Database)}");
            host.settings.Add($"--Issuer:Postgres:App={server.ConnectionString(host.Database, host.Database + "_app")}");
        }
        await host.Run();
        return host;
    }

    /// <summary>Ends the process's state and starts it again on the same folder.</summary>
    public Task Restart(params string[] further) => Restart(() => { }, further);

    /// <summary>The same, with something happening in between.</summary>
    public async Task Restart(Action meanwhile, params string[] further)
    {
        await Stop();
        meanwhile();
        settings.AddRange(further);
        await Run();
    }

    /// <summary>Waits for what the process does by itself as time passes: each look is a second later.</summary>
    public Task AsTimePasses(Func<Task<bool>> condition, string what) =>
        Eventually.True(
            () =>
            {
                Time.Advance(TimeSpan.FromSeconds(1));
                return condition();
            },
            what
        );

    public T Get<T>()
        where T : notnull => app.Services.GetRequiredService<T>();

    /// <summary>Ends the upkeep, so that only requests cause work.</summary>
    public Task StopMaintenance() =>
        app.Services.GetServices<IHostedService>().OfType<MaintenanceService>().Single().StopAsync(CancellationToken.None);

    /// <summary>Asks for a code and reads it from the simulated inbox.</summary>
    public async Task<(string VerificationId, string Code)> AskForCode(string phone, string? from = null)
    {
        using var answer = await Ask(phone, from);
        Assert.Equal(System.Net.HttpStatusCode.Created, answer.StatusCode);
        var id = (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("verificationId").GetString()!;
        var inbox = await Http.GetFromJsonAsync<JsonElement>("/simulated-inbox");
        var message = inbox.GetProperty("messages").EnumerateArray().Single(m => m.GetProperty("verificationId").GetString() == id);
        return (id, message.GetProperty("code").GetString()!);
    }

    /// <summary>Asks for a code through a proxy on this machine, which reports the caller's address.</summary>
    public async Task<HttpResponseMessage> Ask(string phone, string? from)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/verifications") { Content = JsonContent.Create(new { phone }) };
        if (from is not null)
        {
            request.Headers.Add("X-Forwarded-For", from);
        }
        return await Http.SendAsync(request);
    }

    public Task<HttpResponseMessage> Confirm(
        string verificationId,
        string code,
        string name = "김하늘",
        string birthDate = "1990-03-01",
        string? guardian = null
    ) =>
        Http.PostAsJsonAsync(
            $"/v1/verifications/{verificationId}/confirm",
            new
            {
                code,
                name,
                birthDate,
                consent = true,
                guardianVerificationId = guardian,
            }
        );

    /// <summary>A verified visitor: the session's token.</summary>
    public async Task<string> Verify(string phone = "010-2345-6789", string name = "김하늘", string birthDate = "1990-03-01")
    {
        var (id, code) = await AskForCode(phone);
        using var answer = await Confirm(id, code, name, birthDate);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
        return (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("sessionToken").GetString()!;
    }

    public Task<HttpResponseMessage> Send(HttpMethod method, string path, string? token, object? body = null)
    {
        var request = new HttpRequestMessage(method, path);
        if (token is not null)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }
        request.Content = body is null ? null : JsonContent.Create(body);
        return Http.SendAsync(request);
    }

    /// <summary>The answer's JSON, having checked its status.</summary>
    public async Task<JsonElement> Json(HttpMethod method, string path, string? token, object? body = null, int status = 200)
    {
        using var answer = await Send(method, path, token, body);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True((int)answer.StatusCode == status, $"{(int)answer.StatusCode}: {text}");
        return text.Length == 0 ? default : JsonDocument.Parse(text).RootElement;
    }

    /// <summary>The stable code of a refusal, having checked its status.</summary>
    public async Task<string> Refusal(HttpMethod method, string path, string? token, object? body, int status) =>
        (await Json(method, path, token, body, status)).GetProperty("code").GetString()!;

    /// <summary>Fetched passes, opened by the register.</summary>
    public async Task<List<Pass>> Passes(string token, int count, string? companionId = null)
    {
        var answer = await Json(HttpMethod.Post, "/v1/passes", token, new { count, companionId });
        return [.. answer.GetProperty("passes").EnumerateArray().Select(p => Open(p.GetProperty("pass").GetString()!))];
    }

    /// <summary>Fetched tickets of today and the next two days.</summary>
    public async Task<List<PhoneTicket>> Tickets(string token, string? companionId = null, int? from = null) =>
        PhoneTicket.Read(await Json(HttpMethod.Post, "/v1/tickets", token, new { companionId, from }));

    /// <summary>The first ticket of today.</summary>
    public async Task<Ticket> FirstTicket(string token, string? companionId = null) => (await Tickets(token, companionId))[0].Ticket;

    public Pass Open(string text)
    {
        Assert.Equal(PassVerdict.Opened, PassOpener.Open(text, Keys, out var pass));
        return pass;
    }

    /// <summary>A second process of this issuer: the same settings, folder, store and clock, a port of its own.</summary>
    public async Task<OtherProcess> Another()
    {
        var (other, http) = await Open();
        return new OtherProcess(other, http);
    }

    public async ValueTask DisposeAsync()
    {
        await Stop();
        folder.Dispose();
        if (Database is { } database)
        {
            await EmptyDatabases.Return(await PostgresServer.Shared, database);
        }
    }

    private async Task Run() => (app, Http) = await Open();

    private async Task<(WebApplication, HttpClient)> Open()
    {
        var opened = IssuerApp.Build(
            [.. settings],
            builder =>
            {
                builder.Services.AddSingleton<TimeProvider>(Time);
                builder.Services.AddSingleton(new SimulatedInbox(Time, TextWriter.Null));
                builder.Logging.ClearProviders();
            }
        );
        await opened.Services.Prepare(CancellationToken.None);
        await opened.StartAsync();
        var address = opened.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        return (opened, new HttpClient { BaseAddress = new Uri(address) });
    }

    private async Task Stop()
    {
        Http.Dispose();
        await app.StopAsync();
        await app.DisposeAsync();
    }
}

/// <summary>A further process of an issuer.</summary>
internal sealed class OtherProcess(WebApplication app, HttpClient http) : IAsyncDisposable
{
    public HttpClient Http { get; } = http;

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await app.StopAsync();
        await app.DisposeAsync();
    }
}

/// <summary>Both engines keep the same promises.</summary>
public enum Store
{
    Sqlite,
    Postgres,
}
