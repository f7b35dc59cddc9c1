using KiPass.Portal.Officials.Store;
using KiPass.Portal.Shared.Accounts;
using KiPass.Portal.Testing;
using KiPass.Tokens.Audit;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace KiPass.Portal.Officials.Tests.Fixtures;

/// <summary>The officials' portal with the sign-in of an agency, both on this machine.</summary>
public sealed class AgencyFixture : IAsyncLifetime
{
    private PortalHost host = null!;

    internal OpenIdProvider Provider { get; private set; } = null!;

    internal Uri Portal => host.Address;

    public async ValueTask InitializeAsync()
    {
        Provider = await OpenIdProvider.Start();
        host = await PortalHost.Start(
            args => OfficialsApp.Create(args),
            "127.0.0.1",
            "--Portal:OpenIdConnect:Authority",
            Provider.Address,
            "--Portal:OpenIdConnect:ClientId",
            OpenIdProvider.ClientId,
            "--Portal:OpenIdConnect:ClientSecret",
            OpenIdProvider.ClientSecret
        );
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
        await using var database = await host.Services.GetRequiredService<IDbContextFactory<AccountsDatabase>>().CreateDbContextAsync();
        return await database.Users.AsNoTracking().SingleOrDefaultAsync(row => row.Email == email);
    }

    internal async Task Change(string email, Action<Account> change)
    {
        await using var database = await host.Services.GetRequiredService<IDbContextFactory<AccountsDatabase>>().CreateDbContextAsync();
        change(await database.Users.SingleAsync(row => row.Email == email));
        await database.SaveChangesAsync();
    }

    internal async Task<IReadOnlyList<AuditEntry>> Audit()
    {
        await using var database = await host.Services.GetRequiredService<IDbContextFactory<AuthorityDatabase>>().CreateDbContextAsync();
        var rows = await database.Audit.AsNoTracking().OrderBy(row => row.Number).ToListAsync();
        return [.. rows.Select(row => new AuditRecord(row.Number, row.Text, row.Hash).Entry)];
    }

    public async ValueTask DisposeAsync()
    {
        await host.DisposeAsync();
        await Provider.DisposeAsync();
    }
}
