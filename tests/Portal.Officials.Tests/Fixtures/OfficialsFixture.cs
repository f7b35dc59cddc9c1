using System.Net;
using KiPass.Portal.Shared.Accounts;
using KiPass.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace KiPass.Portal.Officials.Tests.Fixtures;

/// <summary>The officials' portal with its own accounts on this machine, without a register.</summary>
public sealed class OfficialsFixture : IAsyncLifetime
{
    private readonly TemporaryFolder folder = new();
    private readonly CancellationTokenSource stop = new();
    private WebApplication app = null!;
    private Task running = Task.CompletedTask;

    internal Uri Portal { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Portal = new Uri($"http://localhost:{FreePorts.Next()}");
        app = OfficialsApp.Create(["--Portal:Data", folder.Path, "--urls", $"http://127.0.0.1:{Portal.Port}", "--Portal:Demo", "true"]);
        running = app.StartAsync(stop.Token);
        using var http = new HttpClient();
        await Eventually.True(async () => await Answers(http), "the portal answers", TimeSpan.FromSeconds(60));
    }

    /// <summary>Invites a person.</summary>
    /// <returns>The secret of the link.</returns>
    internal async Task<string> Invite(string email)
    {
        await using var scope = app.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<Invitations>().Official(AccountRole.Official, email, "*", Guid.NewGuid());
    }

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        try
        {
            await running;
        }
        catch (OperationCanceledException)
        {
            // It was waiting for the register.
        }
        await app.DisposeAsync();
        stop.Dispose();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        folder.Dispose();
    }

    private async Task<bool> Answers(HttpClient http)
    {
        try
        {
            return (await http.GetAsync(new Uri(Portal, "/health/live"))).StatusCode == HttpStatusCode.OK;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
