using System.Net;
using KiPass.Portal.Shared.Accounts;
using KiPass.Portal.Shared.Accounts.Messages;
using KiPass.Portal.Testing;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace KiPass.Portal.Owners.Tests.Fixtures;

/// <summary>The owners' portal on this machine, without a register.</summary>
public sealed class OwnersFixture : IAsyncLifetime
{
    private const string Secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";
    private PortalHost host = null!;

    internal Uri Portal => host.Address;

    internal Uri AccountPage => new(Portal, "/account");

    internal Uri SignInPage => new(Portal, "/account/sign-in");

    public async ValueTask InitializeAsync() => host = await PortalHost.Start(OwnersApp.Create, "localhost");

    /// <summary>A verified account.</summary>
    internal Task<Guid> Account(string email) =>
        With<Guid>(async request =>
        {
            var account = new Account
            {
                Id = Guid.NewGuid(),
                Name = "김주인",
                UserName = email,
                Email = email,
                EmailConfirmed = true,
                PhoneNumber = "+821012345678",
                PhoneNumberConfirmed = true,
            };
            var created = await request.GetRequiredService<UserManager<Account>>().CreateAsync(account, AccountsFixture.Password);
            Assert.True(created.Succeeded);
            return account.Id;
        });

    /// <summary>Turns the second factor of an account on.</summary>
    /// <returns>A recovery code.</returns>
    internal Task<string> SecondFactor(Guid id) =>
        With(async request =>
        {
            var account = (await request.GetRequiredService<UserManager<Account>>().FindByIdAsync($"{id}"))!;
            var code = Totp.CodeAt(Secret, TimeProvider.System.GetUtcNow());
            return (await request.GetRequiredService<SecondFactor>().Enable(account, Secret, code))![0];
        });

    /// <summary>Signs a browser in with a password, and with a recovery code if one is given.</summary>
    internal async Task SignIn(TestBrowser browser, string email, string? recoveryCode = null)
    {
        var (status, _) = await browser.Submit(SignInPage, "sign-in", ("Input.Email", email), ("Input.Password", AccountsFixture.Password));
        Assert.Equal(HttpStatusCode.Found, status);
        if (recoveryCode is not null)
        {
            await browser.Submit(new Uri(Portal, "/account/sign-in/code"), "recovery", ("Recovery.Code", recoveryCode));
        }
        Assert.Equal(HttpStatusCode.OK, (await browser.Go(AccountPage)).Status);
        Assert.Equal(AccountPage, browser.Visited[^1]);
    }

    /// <summary>The address in the last message to an account.</summary>
    internal Task<string> Link(Guid account, string path) =>
        With(services =>
        {
            var text = services.GetRequiredService<SimulatedInbox>().Of(account)[0].Text;
            return Task.FromResult(text[text.IndexOf(path, StringComparison.Ordinal)..].Split(' ')[0]);
        });

    /// <summary>Moves the sign-ins of an account into the past.</summary>
    internal Task<int> Age(Guid id, TimeSpan age) =>
        With(async request =>
        {
            var at = TimeProvider.System.GetUtcNow() - age;
            return await request
                .GetRequiredService<AccountsDatabase>()
                .Sessions.Where(session => session.AccountId == id)
                .ExecuteUpdateAsync(set => set.SetProperty(session => session.CreatedAt, at));
        });

    internal Task<T> With<T>(Func<IServiceProvider, Task<T>> work) => host.With(work);

    public ValueTask DisposeAsync() => host.DisposeAsync();
}
