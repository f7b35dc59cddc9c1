using System.Net;
using KiPass.Portal.Officials.Store;
using KiPass.Portal.Shared.Accounts;
using KiPass.Portal.Testing;
using KiPass.Testing;
using KiPass.Tokens.Audit;
using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace KiPass.Portal.Officials.Tests.Fixtures;

/// <summary>The officials' portal with the sign-in of an agency, both on this machine.</summary>
public sealed class AgencyFixture : IAsyncLifetime
{
    private readonly TemporaryFolder folder = new();
    private readonly CancellationTokenSource stop = new();
    private WebApplication app = null!;
    private Task running = Task.CompletedTask;

    internal OpenIdProvider Provider { get; private set; } = null!;

    internal Uri Portal { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Provider = await OpenIdProvider.Start();
        Portal = new Uri($"http://127.0.0.1:{FreePorts.Next()}");
        app = OfficialsApp.Create([
            "--Portal:Data",
            folder.Path,
            "--urls",
            Portal.GetLeftPart(UriPartial.Authority),
            "--Portal:Demo",
            "true",
            "--Portal:OpenIdConnect:Authority",
            Provider.Address,
            "--Portal:OpenIdConnect:ClientId",
            OpenIdProvider.ClientId,
            "--Portal:OpenIdConnect:ClientSecret",
            OpenIdProvider.ClientSecret,
        ]);
        running = app.StartAsync(stop.Token);
        using var http = new HttpClient();
        await Eventually.True(async () => await Answers(http), "the portal answers", TimeSpan.FromSeconds(60));
    }

    /// <summary>A person signs in.</summary>
    /// <returns>Where the browser ends and what it shows.</returns>
    internal async Task<(string Path, string Text)> SignIn(TestBrowser browser)
    {
        var (_, text) = await browser.Go(new Uri(Portal, "/account"));
        return (browser.Visited[^1].PathAndQuery, text);
    }

    internal async Task<Account?> Account(string email)
    {
        await using var database = await app.Services.GetRequiredService<IDbContextFactory<AccountsDatabase>>().CreateDbContextAsync();
        return await database.Users.AsNoTracking().SingleOrDefaultAsync(row => row.Email == email);
    }

    internal async Task Change(string email, Action<Account> change)
    {
        await using var database = await app.Services.GetRequiredService<IDbContextFactory<AccountsDatabase>>().CreateDbContextAsync();
        change(await database.Users.SingleAsync(row => row.Email == email));
        await database.SaveChangesAsync();
    }

    internal async Task<IReadOnlyList<AuditEntry>> Audit()
    {
        await using var database = await app.Services.GetRequiredService<IDbContextFactory<AuthorityDatabase>>().CreateDbContextAsync();
        var rows = await database.Audit.AsNoTracking().OrderBy(row => row.Number).ToListAsync();
        return [.. rows.Select(row => new AuditRecord(row.Number, row.Text, row.Hash).Entry)];
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
        await Provider.DisposeAsync();
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
