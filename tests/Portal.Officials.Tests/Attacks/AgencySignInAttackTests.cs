using System.Net;
using System.Security.Cryptography;
using System.Text.RegularExpressions;
using KiPass.Portal.Officials.Agency;
using KiPass.Portal.Shared.Accounts;
using KiPass.Portal.Testing;
using KiPass.Testing;
using Microsoft.IdentityModel.Tokens;

namespace KiPass.Portal.Officials.Tests.Attacks;

/// <summary>The agency's own sign-in by OpenID Connect, and attacks on it.</summary>
public sealed class AgencySignInAttackTests(AgencyFixture agency) : IClassFixture<AgencyFixture>
{
    // The fixture is shared, so each test uses a different person.
    private readonly string email = $"{Guid.NewGuid():N}@example.go.kr";

    private const string Failed = "/account/agency/refused?reason=Failed";

    [Fact]
    public async Task An_official_signs_in_with_the_role_and_jurisdiction_of_the_claims()
    {
        using var browser = Somebody();
        var (path, text) = await agency.SignIn(browser);

        Assert.Equal("/account", path);
        Assert.Contains(email, text, StringComparison.Ordinal);
        var account = (await agency.Account(email))!;
        Assert.Equal((AccountRole.Official, "11", null), (account.Role, account.District, account.PasswordHash));
        var asked = agency.Provider.Asked!;
        Assert.Equal(("S256", "code"), (asked["code_challenge_method"].ToString(), asked["response_type"].ToString()));
        Assert.All(["nonce", "state", "code_challenge"], name => Assert.NotEmpty(asked[name].ToString()));
        Assert.Equal(
            ["agency-account-created", "account-signed-in"],
            (await agency.Audit()).Where(entry => entry.Facts.GetValueOrDefault("by") == $"{account.Id}").Select(entry => entry.Kind)
        );

        Assert.Equal(HttpStatusCode.OK, (await browser.Go(new Uri(agency.Portal, "/home"))).Status);
        await agency.SignIn(browser);
        Assert.Equal(account.Id, (await agency.Account(email))!.Id);
    }

    [Theory]
    [InlineData("audience")]
    [InlineData("nonce")]
    [InlineData("no nonce")]
    [InlineData("issuer")]
    [InlineData("expired")]
    [InlineData("not yet valid")]
    [InlineData("foreign key")]
    [InlineData("shared secret")]
    [InlineData("unsigned")]
    [Attack("A forged or foreign ID token")]
    public async Task Nobody_signs_in_with_an_ID_token_that_is_not_for_this_sign_in(string lie)
    {
        using var browser = Somebody();
        var now = TimeProvider.System.GetUtcNow().UtcDateTime;
        using var foreign = RSA.Create(2048);
        agency.Provider.Alter = token =>
        {
            switch (lie)
            {
                case "audience":
                    token.Audience = "another-client";
                    break;
                case "nonce":
                    token.Claims["nonce"] = "another nonce";
                    break;
                case "no nonce":
                    token.Claims.Remove("nonce");
                    break;
                case "issuer":
                    token.Issuer = "https://another.example";
                    break;
                case "expired":
                    (token.NotBefore, token.Expires) = (now.AddHours(-1), now.AddMinutes(-2));
                    break;
                case "not yet valid":
                    (token.NotBefore, token.Expires) = (now.AddMinutes(10), now.AddMinutes(20));
                    break;
                case "foreign key":
                    token.SigningCredentials = new(new RsaSecurityKey(foreign) { KeyId = "1" }, SecurityAlgorithms.RsaSha256);
                    break;
                case "shared secret":
                    var secret = SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(OpenIdProvider.ClientSecret));
                    token.SigningCredentials = new(new SymmetricSecurityKey(secret) { KeyId = "1" }, SecurityAlgorithms.HmacSha256);
                    break;
                default:
                    token.SigningCredentials = null;
                    break;
            }
        };

        Assert.Equal(Failed, (await agency.SignIn(browser)).Path);
        Assert.Null(await agency.Account(email));
        Assert.Contains("/account/sign-in", await After(browser), StringComparison.Ordinal);
    }

    [Fact]
    [Attack("An ID token of an earlier sign-in is replayed")]
    public async Task Nobody_signs_in_with_the_ID_token_of_an_earlier_sign_in()
    {
        using var first = Somebody();
        await agency.SignIn(first);
        agency.Provider.Replayed = agency.Provider.LastIdToken;
        using var thief = new TestBrowser();

        Assert.Equal(Failed, (await agency.SignIn(thief)).Path);
    }

    [Fact]
    [Attack("The address of a completed sign-in is opened again")]
    public async Task Nobody_signs_in_by_repeating_a_callback()
    {
        using var browser = Somebody();
        await agency.SignIn(browser);
        var callback = browser.Visited.Single(address => address.AbsolutePath == AgencySignIn.Callback);
        using var thief = new TestBrowser();

        await browser.Go(callback);
        Assert.Equal(Failed, browser.Visited[^1].PathAndQuery);
        await thief.Go(callback);
        Assert.Equal(Failed, thief.Visited[^1].PathAndQuery);
    }

    [Fact]
    [Attack("A thief copies the cookies of a sign-in and repeats its callback")]
    public async Task Nobody_signs_in_twice_with_one_code()
    {
        using var browser = Somebody();
        await browser.Go(new Uri(agency.Portal, "/account"), address => address.AbsolutePath == AgencySignIn.Callback);
        var callback = browser.Visited[^1];
        using var thief = new TestBrowser();
        thief.Cookies[agency.Portal.Authority] = new(browser.Cookies[agency.Portal.Authority]);

        await browser.Go(callback);
        Assert.Equal("/account", browser.Visited[^1].AbsolutePath);
        await thief.Go(callback);
        Assert.Equal(Failed, thief.Visited[^1].PathAndQuery);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    [Attack("A victim is signed in to the attacker's account (login CSRF)")]
    public async Task Nobody_is_signed_in_by_the_callback_of_somebody_else(bool victimAlsoSignsIn)
    {
        using var attacker = Somebody();
        await attacker.Go(new Uri(agency.Portal, "/account"), address => address.AbsolutePath == AgencySignIn.Callback);
        using var victim = new TestBrowser();
        if (victimAlsoSignsIn)
        {
            await victim.Go(new Uri(agency.Portal, "/account"), address => address.AbsolutePath == AgencySignIn.Callback);
        }

        await victim.Go(attacker.Visited[^1]);

        Assert.Equal(Failed, victim.Visited[^1].PathAndQuery);
        Assert.Null(await agency.Account(email));
    }

    [Fact]
    [Attack("A stolen code is used in another sign-in")]
    public async Task Nobody_uses_the_code_of_another_browser()
    {
        using var victim = Somebody();
        await victim.Go(new Uri(agency.Portal, "/account"), address => address.AbsolutePath == AgencySignIn.Callback);
        using var thief = new TestBrowser();
        await thief.Go(new Uri(agency.Portal, "/account"), address => address.AbsolutePath == AgencySignIn.Callback);
        var stolen = Microsoft.AspNetCore.WebUtilities.QueryHelpers.ParseQuery(victim.Visited[^1].Query)["code"];
        var own = Microsoft.AspNetCore.WebUtilities.QueryHelpers.ParseQuery(thief.Visited[^1].Query)["state"];

        await thief.Go(new Uri(agency.Portal, $"{AgencySignIn.Callback}?code={stolen}&state={Uri.EscapeDataString(own.ToString())}"));

        Assert.Equal(Failed, thief.Visited[^1].PathAndQuery);
    }

    [Theory]
    [InlineData("kipass_role", null, AgencyOutcome.NoRole)]
    [InlineData("kipass_role", "Administrator ", AgencyOutcome.NoRole)]
    [InlineData("kipass_role", "approver official", AgencyOutcome.NoRole)]
    [InlineData("kipass_district", null, AgencyOutcome.NoDistrict)]
    [InlineData("kipass_district", "99999", AgencyOutcome.NoDistrict)]
    [InlineData("amr", "pwd", AgencyOutcome.NoSecondFactor)]
    [InlineData("amr", null, AgencyOutcome.NoSecondFactor)]
    [InlineData("email_verified", null, AgencyOutcome.NoEmail)]
    [Attack("A person of the agency without a role or second factor")]
    internal async Task Nobody_signs_in_without_the_claims_that_the_agency_must_give(string claim, string? value, AgencyOutcome outcome)
    {
        using var browser = Somebody();
        agency.Provider.Person.Remove(claim);
        if (value is not null)
        {
            agency.Provider.Person[claim] = value;
        }

        Assert.Equal($"/account/agency/refused?reason={outcome}", (await agency.SignIn(browser)).Path);
        Assert.Null(await agency.Account(email));
    }

    [Fact]
    [Attack("A person with two roles")]
    public async Task Nobody_gets_the_roles_of_two_people_from_the_agency()
    {
        using var browser = Somebody();
        agency.Provider.Person["kipass_role"] = new[] { "official", "approver" };

        Assert.Equal($"/account/agency/refused?reason={AgencyOutcome.NoRole}", (await agency.SignIn(browser)).Path);
    }

    [Fact]
    [Attack("Another person of the agency claims the e-mail address of an official")]
    public async Task Nobody_takes_over_an_account_by_claiming_its_address()
    {
        using var official = Somebody();
        await agency.SignIn(official);
        using var thief = Somebody();
        agency.Provider.Person["email"] = email.ToUpperInvariant();
        agency.Provider.Person["kipass_role"] = "approver";

        Assert.Equal($"/account/agency/refused?reason={AgencyOutcome.OtherAccount}", (await agency.SignIn(thief)).Path);
        Assert.Equal(AccountRole.Official, (await agency.Account(email))!.Role);
    }

    [Fact]
    [Attack("An old session after the agency changed the role")]
    public async Task Nobody_keeps_an_old_session_after_the_agency_changed_the_role()
    {
        using var old = Somebody();
        var subject = agency.Provider.Person["sub"];
        await agency.SignIn(old);
        using var later = Somebody();
        agency.Provider.Person["sub"] = subject;
        agency.Provider.Person["kipass_role"] = "approver";
        Assert.Equal("/account", (await agency.SignIn(later)).Path);

        Assert.Contains("/account/sign-in", await After(old), StringComparison.Ordinal);
        Assert.Equal(AccountRole.Approver, (await agency.Account(email))!.Role);
    }

    [Fact]
    [Attack("A disabled account signs in at the agency")]
    public async Task Nobody_signs_in_at_the_agency_with_a_disabled_account()
    {
        using var browser = Somebody();
        await agency.SignIn(browser);
        await agency.Change(email, account => account.DisabledAt = TimeProvider.System.GetUtcNow());

        Assert.Contains("/account/sign-in", await After(browser), StringComparison.Ordinal);
        Assert.Equal($"/account/agency/refused?reason={AgencyOutcome.Disabled}", (await agency.SignIn(browser)).Path);
    }

    [Fact]
    [Attack("A local sign-up gets its unverified phone number verified by a sign-in at the agency")]
    public async Task Nobody_gets_an_unverified_phone_number_by_signing_in_at_the_agency()
    {
        using var browser = Somebody();
        await agency.SignIn(browser);
        await agency.Change(email, account => (account.PhoneNumber, account.PhoneNumberConfirmed) = ("+821033330009", false));
        agency.Provider.Person.Remove("phone_number");
        using var later = new TestBrowser();

        Assert.Equal("/account", (await agency.SignIn(later)).Path);

        Assert.Null((await agency.Account(email))!.PhoneNumber);
    }

    [Theory]
    [InlineData("/account/sign-in")]
    [InlineData("/Account/Sign-In/")]
    [InlineData("/account/sign-in/code")]
    [InlineData("/account/forgot")]
    [InlineData("/account/reset")]
    [InlineData("/account/confirm")]
    [InlineData("/account/second-factor")]
    [InlineData("/account/invitation/anything")]
    [InlineData("/account/passkeys/request-options")]
    [InlineData("/account/passkeys/creation-options")]
    [InlineData("/account")]
    [Attack("A local password is used although the agency's sign-in is set")]
    public async Task Nobody_uses_a_local_password_while_the_agency_signs_in(string path)
    {
        using var browser = Somebody();
        await agency.SignIn(browser);
        Assert.Equal(HttpStatusCode.NotFound, await browser.Post(new Uri(agency.Portal, path), new() { ["_handler"] = "password" }));
    }

    [Theory]
    [InlineData("password")]
    [InlineData("passkey-add")]
    [InlineData("passkey-AAAA")]
    [InlineData("totp-off")]
    [Attack("A signed-in official changes a password, passkey or second factor that the agency manages")]
    public async Task Nobody_changes_what_the_agency_manages(string form)
    {
        using var browser = Somebody();
        await agency.SignIn(browser);
        var (status, _) = await browser.Submit(
            new Uri(agency.Portal, "/account"),
            form,
            ("Change.Present", AccountsFixture.Password),
            ("Change.New", "a password of the thief")
        );

        Assert.Equal(HttpStatusCode.NotFound, status);
        Assert.Equal((null, true), await agency.Account(email) is { } account ? (account.PasswordHash, account.TwoFactorEnabled) : default);
    }

    [Fact]
    public async Task The_account_page_offers_only_what_the_portal_manages()
    {
        using var browser = Somebody();
        var (_, text) = await agency.SignIn(browser);

        Assert.Contains("소속 기관에서 관리합니다", WebUtility.HtmlDecode(text), StringComparison.Ordinal);
        Assert.All(
            ["Change.Present", "passkey-add", "data-passkey", "totp-off", "/account/second-factor", "/account/sign-in?done=again"],
            offer => Assert.DoesNotContain(offer, text, StringComparison.Ordinal)
        );
        var session = Regex.Match(text, "name=\"SessionId\" value=\"([^\"]+)\"").Groups[1].Value;
        Assert.Equal(
            HttpStatusCode.Found,
            (await browser.Submit(new Uri(agency.Portal, "/account"), $"session-{session}", ("SessionId", session))).Status
        );
    }

    [Theory]
    [InlineData("https://evil.example/")]
    [InlineData("//evil.example/")]
    [InlineData("/\\evil.example/")]
    [Attack("The sign-in leads to a foreign address")]
    public async Task Nobody_is_led_to_a_foreign_address_after_the_sign_in(string back)
    {
        using var browser = Somebody();
        await browser.Go(new Uri(agency.Portal, $"/account/sign-in?back={Uri.EscapeDataString(back)}"));

        Assert.All(browser.Visited, address => Assert.Equal("127.0.0.1", address.Host));
        Assert.Equal("/home", browser.Visited[^1].AbsolutePath);
    }

    private TestBrowser Somebody()
    {
        (agency.Provider.Alter, agency.Provider.Replayed) = (null, null);
        var person = agency.Provider.Person;
        (person["sub"], person["email"], person["email_verified"]) = ($"{Guid.NewGuid():N}", email, true);
        (person["amr"], person["kipass_role"], person["kipass_district"]) = (new[] { "pwd", "mfa" }, "official", "11");
        return new TestBrowser();
    }

    // Where a browser comes that asks for a page of members.
    private async Task<string> After(TestBrowser browser)
    {
        await browser.Go(new Uri(agency.Portal, "/account"), address => address.AbsolutePath == "/account/sign-in");
        return browser.Visited[^1].PathAndQuery;
    }
}
