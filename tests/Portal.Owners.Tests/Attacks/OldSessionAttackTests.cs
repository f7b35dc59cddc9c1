using System.Net;
using KiPass.Portal.Shared.Accounts;
using KiPass.Portal.Testing;
using KiPass.Testing;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;

namespace KiPass.Portal.Owners.Tests.Attacks;

/// <summary>Somebody takes over a session after its user signed in, and changes what protects the account.</summary>
public sealed class OldSessionAttackTests(OwnersFixture portal) : IClassFixture<OwnersFixture>
{
    private readonly string email = $"{Guid.NewGuid():N}@example.com";

    // Younger than the limit, so that each attack is shown to succeed with a fresh sign-in.
    private static readonly TimeSpan Young = SessionStore.FreshFor - TimeSpan.FromMinutes(1);

    [Fact]
    [Attack("A session that was taken over later adds a passkey")]
    public async Task Nobody_adds_a_passkey_without_a_fresh_sign_in()
    {
        var id = await portal.Account(email);
        using var thief = new TestBrowser();
        await portal.SignIn(thief, email);
        using var key = new SoftwareAuthenticator(portal.Portal);
        var options = new Uri(portal.Portal, "/account/passkeys/creation-options");

        await portal.Age(id, Young);
        var (fresh, early) = await thief.Script(portal.AccountPage, options);
        Assert.Equal(HttpStatusCode.OK, fresh);

        await portal.Age(id, SessionStore.FreshFor);
        Assert.Equal(HttpStatusCode.BadRequest, (await thief.Script(portal.AccountPage, options)).Status);
        // Options from before the limit do not help either.
        var answer = await thief.Submit(portal.AccountPage, "passkey-add", ("New.CredentialJson", key.Register(early, verifiesUser: true)));
        Assert.NotEqual("/account?done=passkey-added", answer.To);
        Assert.Empty(await Of(id, (accounts, account) => accounts.GetPasskeysAsync(account)));
    }

    [Fact]
    [Attack("A session that was taken over later turns the second factor off")]
    public async Task Nobody_turns_the_second_factor_off_without_a_fresh_sign_in()
    {
        var id = await portal.Account(email);
        var code = await portal.SecondFactor(id);
        using var thief = new TestBrowser();
        await portal.SignIn(thief, email, code);

        await portal.Age(id, SessionStore.FreshFor);
        await thief.Submit(portal.AccountPage, "totp-off");
        Assert.True(await Of(id, (_, account) => Task.FromResult(account.TwoFactorEnabled)));

        await portal.Age(id, Young);
        Assert.Equal((HttpStatusCode.Found, "/account?done=totp-off"), await thief.Submit(portal.AccountPage, "totp-off"));
    }

    [Fact]
    [Attack("A session that was taken over later replaces the second factor")]
    public async Task Nobody_replaces_the_second_factor_without_a_fresh_sign_in()
    {
        var id = await portal.Account(email);
        var code = await portal.SecondFactor(id);
        using var thief = new TestBrowser();
        await portal.SignIn(thief, email, code);
        var page = new Uri(portal.Portal, "/account/second-factor");

        await portal.Age(id, SessionStore.FreshFor);
        var (_, text) = await thief.Go(page);
        Assert.Equal("/account/sign-in", thief.Visited[^1].AbsolutePath);
        Assert.DoesNotContain("totp-secret", text, StringComparison.Ordinal);

        await portal.Age(id, Young);
        Assert.Contains("totp-secret", (await thief.Go(page)).Text, StringComparison.Ordinal);
    }

    [Fact]
    [Attack("A session that was taken over later changes the password")]
    public async Task Nobody_changes_the_password_without_a_fresh_sign_in()
    {
        var id = await portal.Account(email);
        using var thief = new TestBrowser();
        await portal.SignIn(thief, email);
        (string, string)[] change = [("Change.Present", AccountsFixture.Password), ("Change.New", "a password of the thief")];

        await portal.Age(id, SessionStore.FreshFor);
        await thief.Submit(portal.AccountPage, "password", change);
        Assert.True(await Of(id, (accounts, account) => accounts.CheckPasswordAsync(account, AccountsFixture.Password)));

        await portal.Age(id, Young);
        Assert.Equal((HttpStatusCode.Found, "/account?done=password"), await thief.Submit(portal.AccountPage, "password", change));
    }

    private Task<T> Of<T>(Guid id, Func<UserManager<Account>, Account, Task<T>> read) =>
        portal.With(async request =>
        {
            var accounts = request.GetRequiredService<UserManager<Account>>();
            return await read(accounts, (await accounts.FindByIdAsync($"{id}"))!);
        });
}
