using System.Net;
using System.Security.Claims;
using KiPass.Hosting.Settings;
using KiPass.Portal.Shared.Accounts;
using KiPass.Portal.Shared.Hosting;
using KiPass.Portal.Shared.Settings;
using KiPass.Portal.Testing;
using KiPass.Testing;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace KiPass.Portal.Shared.Tests.Attacks;

public sealed class SessionAttackTests
{
    private const string TotpSecret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";

    [Theory, InlineData(false, 30 * 24), InlineData(true, 12)]
    [Attack("A stolen session is kept alive by using it")]
    public async Task Nobody_keeps_a_session_alive_beyond_its_absolute_lifetime(bool officials, int hours)
    {
        using var accounts = new AccountsFixture(
            officials ? TestPrograms.Officials : TestPrograms.Owners with { LongestSession = TimeSpan.FromDays(30) }
        );
        var key = await Start(accounts, await accounts.SignedUp());
        var store = accounts.Services.GetRequiredService<SessionStore>();
        for (var hour = 0; hour < hours; hour++)
        {
            var ticket = await store.RetrieveAsync(key);
            Assert.NotNull(ticket);
            ticket.Properties.ExpiresUtc = accounts.Time.GetUtcNow().AddHours(2);
            await store.RenewAsync(key, ticket);
            accounts.Time.Advance(TimeSpan.FromHours(1));
        }
        Assert.Null(await store.RetrieveAsync(key));
    }

    [Fact]
    [Attack("A stolen session guesses the current password")]
    public async Task Nobody_guesses_the_password_of_a_signed_in_account_without_limit()
    {
        using var accounts = new AccountsFixture();
        var id = await accounts.SignedUp();
        for (var i = 0; i < 5; i++)
        {
            Assert.False(await Knows(accounts, id, "not the right password"));
        }
        Assert.False(await Knows(accounts, id, AccountsFixture.Password));
    }

    [Fact]
    [Attack("A stolen database reveals the recovery codes")]
    public async Task Nobody_reads_recovery_codes_in_the_database()
    {
        using var accounts = new AccountsFixture();
        var id = await accounts.SignedUp();
        var codes = await Account(
            accounts,
            id,
            (request, account) =>
                request.GetRequiredService<SecondFactor>().Enable(account, TotpSecret, Totp.CodeAt(TotpSecret, accounts.Time.GetUtcNow()))
        );
        var stored = await accounts.Request(request =>
            request.GetRequiredService<AccountsDatabase>().UserTokens.AsNoTracking().SingleAsync(token => token.UserId == id)
        );
        Assert.All(codes!, code => Assert.DoesNotContain(code, stored.Value!, StringComparison.OrdinalIgnoreCase));
        Assert.Equal(10, await Account(accounts, id, (request, account) => Users(request).CountRecoveryCodesAsync(account)));
        Assert.True(await Redeems(accounts, id, codes![7].ToLowerInvariant()));
        Assert.False(await Redeems(accounts, id, codes[7]));
        Assert.Equal(9, await Account(accounts, id, (request, account) => Users(request).CountRecoveryCodesAsync(account)));
    }

    [Fact]
    public async Task Recovery_codes_that_an_earlier_release_stored_still_work_once()
    {
        using var accounts = new AccountsFixture();
        var id = await accounts.SignedUp();
        var earlier = await Account(accounts, id, (request, account) => Users(request).GenerateNewTwoFactorRecoveryCodesAsync(account, 10));
        var code = earlier!.First();
        Assert.True(await Redeems(accounts, id, code));
        Assert.False(await Redeems(accounts, id, code));
    }

    [Fact]
    [Attack("A cookie is set by another host or read on an unencrypted connection")]
    public void Nobody_sets_or_reads_a_portals_cookies_from_another_host_or_without_encryption()
    {
        using var accounts = new AccountsFixture();
        var cookies = accounts.Services.GetRequiredService<IOptionsMonitor<CookieAuthenticationOptions>>();
        var builders = new[]
        {
            cookies.Get(IdentityConstants.ApplicationScheme).Cookie,
            cookies.Get(IdentityConstants.TwoFactorUserIdScheme).Cookie,
            accounts.Services.GetRequiredService<IOptions<AntiforgeryOptions>>().Value.Cookie,
        };
        Assert.All(
            builders,
            builder =>
            {
                var cookie = builder.Build(new DefaultHttpContext());
                Assert.StartsWith("__Host-kipass-owners", builder.Name, StringComparison.Ordinal);
                Assert.Equal((true, true, "/", null), (cookie.Secure, cookie.HttpOnly, cookie.Path, cookie.Domain));
                Assert.NotEqual(SameSiteMode.None, cookie.SameSite);
            }
        );
    }

    [Fact]
    [Attack("150 addresses of one IPv6 network are never limited")]
    public void Nobody_evades_the_limit_of_the_account_pages_within_one_IPv6_network()
    {
        var services = new ServiceCollection();
        services.AddAddressLimits();
        using var provider = services.BuildServiceProvider();
        using var limiter = provider.GetRequiredService<IOptions<RateLimiterOptions>>().Value.GlobalLimiter!;
        var allowed = Enumerable
            .Range(1, 150)
            .Count(i =>
            {
                var http = new DefaultHttpContext();
                http.Request.Method = HttpMethods.Post;
                http.Request.Path = "/account/sign-in";
                http.Connection.RemoteIpAddress = IPAddress.Parse($"2001:db8:0:1::{i:x}");
                return limiter.AttemptAcquire(http).IsAcquired;
            });
        Assert.Equal(120, allowed);
    }

    [Theory]
    [InlineData("Portal:MessagesUrl: missing", null, "false")]
    [InlineData("Portal:MessagesUrl: missing", "https://owners.example.kr", "false")]
    [InlineData("set Portal:MessagesUrl", "https://owners.example.kr", "true")]
    [InlineData(null, "https://localhost:5082", "true")]
    [InlineData(null, "https://192.168.0.10:5082", "true")]
    [InlineData(null, null, "true")]
    [Attack("Codes are read from a simulated inbox that is open by default")]
    public void Nobody_reads_the_codes_of_a_portal_without_a_gateway(string? fault, string? publicUrl, string demo)
    {
        using var folder = new TemporaryFolder();
        var settings = PortalSettings.Read(
            new ConfigurationBuilder()
                .AddInMemoryCollection(
                    new Dictionary<string, string?>
                    {
                        ["Portal:Data"] = folder.Path,
                        ["Portal:PublicUrl"] = publicUrl,
                        ["Portal:Demo"] = demo,
                    }
                )
                .Build(),
            TestPrograms.Owners
        );
        if (fault is null)
        {
            settings.RequireGateway();
        }
        else
        {
            Assert.Contains(fault, Assert.Throws<StartException>(settings.RequireGateway).Message, StringComparison.Ordinal);
        }
    }

    private static UserManager<Account> Users(IServiceProvider request) => request.GetRequiredService<UserManager<Account>>();

    private static Task<T> Account<T>(AccountsFixture accounts, Guid id, Func<IServiceProvider, Account, Task<T>> work) =>
        accounts.Request(async request => await work(request, (await Users(request).FindByIdAsync(id.ToString()))!));

    private static Task<bool> Redeems(AccountsFixture accounts, Guid id, string code) =>
        Account(accounts, id, (request, account) => request.GetRequiredService<SecondFactor>().Redeems(account, code));

    private static Task<bool> Knows(AccountsFixture accounts, Guid id, string password) =>
        Account(accounts, id, (request, account) => request.GetRequiredService<SignIn>().Knows(account, password));

    private static Task<string> Start(AccountsFixture accounts, Guid id) =>
        Account(
            accounts,
            id,
            async (request, account) =>
            {
                var principal = await request.GetRequiredService<SignInManager<Account>>().CreateUserPrincipalAsync(account);
                var properties = new AuthenticationProperties { ExpiresUtc = accounts.Time.GetUtcNow().AddHours(2) };
                return await request
                    .GetRequiredService<SessionStore>()
                    .StoreAsync(new AuthenticationTicket(principal, properties, IdentityConstants.ApplicationScheme));
            }
        );
}
