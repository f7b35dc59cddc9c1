using System.Text.RegularExpressions;
using KiPass.Portal.Shared.Accounts;
using KiPass.Portal.Testing;
using KiPass.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace KiPass.Portal.Shared.Tests.Attacks;

public sealed partial class ResetAttackTests
{
    private const string Email = "owner@example.com";
    private const string NewPassword = "an entirely different sentence";

    [Fact]
    [Attack("A short reset code is guessed")]
    public async Task Nobody_guesses_a_reset_link_or_reads_it_in_the_database()
    {
        using var accounts = new AccountsFixture();
        await accounts.SignedUp(Email);
        var secret = await Link(accounts);
        Assert.Equal(32, Convert.FromBase64String(secret.Replace('-', '+').Replace('_', '/') + "=").Length);
        var stored = await accounts.Request(request =>
            request.GetRequiredService<AccountsDatabase>().ResetLinks.AsNoTracking().SingleAsync()
        );
        Assert.DoesNotContain(secret, stored.Id, StringComparison.Ordinal);
        Assert.False(await Use(accounts, stored.Id));
        Assert.True(await Use(accounts, secret));
    }

    [Fact]
    [Attack("A reset link is used twice")]
    public async Task Nobody_uses_a_reset_link_twice_even_at_once()
    {
        using var accounts = new AccountsFixture();
        await accounts.SignedUp(Email);
        var secret = await Link(accounts);
        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Use(accounts, secret)));
        Assert.Single(answers, used => used);
        Assert.False(await Use(accounts, secret));
    }

    [Fact]
    [Attack("An old reset link is found in a mailbox")]
    public async Task Nobody_uses_a_reset_link_after_30_minutes()
    {
        using var accounts = new AccountsFixture();
        await accounts.SignedUp(Email);
        var secret = await Link(accounts);
        accounts.Time.Advance(TimeSpan.FromMinutes(30));
        Assert.False(await Use(accounts, secret));
    }

    [Fact]
    [Attack("A stranger keeps requesting links, so that the owner's link never works")]
    public async Task Nobody_invalidates_the_link_of_the_owner_by_requesting_another()
    {
        using var accounts = new AccountsFixture();
        await accounts.SignedUp(Email);
        var own = await Link(accounts);
        for (var i = 0; i < 20; i++)
        {
            await Ask(accounts, Email, $"198.51.100.{i}");
        }
        Assert.True(await Use(accounts, own));
    }

    [Fact]
    [Attack("A stranger floods a mailbox with reset links")]
    public async Task Nobody_sends_an_address_more_links_than_its_budget()
    {
        using var accounts = new AccountsFixture();
        await accounts.SignedUp(Email);
        for (var i = 0; i < 40; i++)
        {
            await Ask(accounts, Email, $"198.51.100.{i}");
        }
        var links = await accounts.Request(request => request.GetRequiredService<AccountsDatabase>().ResetLinks.CountAsync());
        Assert.InRange(links, 1, 6);
    }

    [Fact]
    [Attack("A forged Host header puts an attacker's site into the reset link")]
    public async Task Nobody_redirects_a_reset_link_with_a_forged_host()
    {
        using var accounts = new AccountsFixture(further: ("Portal:PublicUrl", "https://owners.example.kr"));
        var id = await accounts.SignedUp(Email);
        await accounts.Request(request =>
        {
            request.GetRequiredService<Microsoft.AspNetCore.Http.IHttpContextAccessor>().HttpContext!.Request.Host = new("evil.example");
            return request.GetRequiredService<PasswordResets>().Request(Email, null);
        });
        Assert.Contains(" https://owners.example.kr/account/reset/", accounts.Inbox.Of(id)[0].Text, StringComparison.Ordinal);
    }

    private static Task<Guid> Ask(AccountsFixture accounts, string email, string? from = null) =>
        accounts.Request(request =>
            request.GetRequiredService<PasswordResets>().Request(email, from is null ? null : System.Net.IPAddress.Parse(from))
        );

    private static async Task<string> Link(AccountsFixture accounts)
    {
        var shown = accounts.Inbox.Of(await Ask(accounts, Email))[0].Text;
        return Secret().Match(shown).Groups["secret"].Value;
    }

    private static Task<bool> Use(AccountsFixture accounts, string secret) =>
        accounts.Request(async request => await request.GetRequiredService<PasswordResets>().Use(secret, NewPassword) is not null);

    [GeneratedRegex("/account/reset/(?<secret>[A-Za-z0-9_-]+)$")]
    private static partial Regex Secret();
}
