using System.Net;
using KiPass.Portal.Testing;
using KiPass.Testing;

namespace KiPass.Portal.Owners.Tests.Attacks;

/// <summary>A security key whose user proved neither a PIN nor a fingerprint.</summary>
public sealed class PasskeyAttackTests(OwnersFixture portal) : IClassFixture<OwnersFixture>
{
    private readonly string email = $"{Guid.NewGuid():N}@example.com";

    [Fact]
    [Attack("A found security key signs in without a PIN or fingerprint")]
    public async Task Nobody_signs_in_with_a_passkey_that_did_not_verify_its_user()
    {
        using var found = await Registered();

        Assert.Equal((HttpStatusCode.OK, null), await SignIn(found, verifiesUser: false));
        Assert.Equal((HttpStatusCode.Found, "/facilities"), await SignIn(found, verifiesUser: true));
    }

    [Fact]
    [Attack("A security key without a PIN or fingerprint is registered")]
    public async Task Nobody_registers_a_passkey_that_did_not_verify_its_user()
    {
        await portal.Account(email);
        using var browser = new TestBrowser();
        await portal.SignIn(browser, email);
        using var key = new SoftwareAuthenticator(portal.Portal);

        Assert.Equal((HttpStatusCode.OK, null), await Register(browser, key, verifiesUser: false));
        Assert.Equal((HttpStatusCode.Found, "/account?done=passkey-added"), await Register(browser, key, verifiesUser: true));
    }

    private async Task<SoftwareAuthenticator> Registered()
    {
        await portal.Account(email);
        using var browser = new TestBrowser();
        await portal.SignIn(browser, email);
        var key = new SoftwareAuthenticator(portal.Portal);
        Assert.Equal(HttpStatusCode.Found, (await Register(browser, key, verifiesUser: true)).Status);
        return key;
    }

    private async Task<(HttpStatusCode Status, string? To)> Register(TestBrowser browser, SoftwareAuthenticator key, bool verifiesUser)
    {
        var (_, options) = await browser.Script(portal.AccountPage, new Uri(portal.Portal, "/account/passkeys/creation-options"));
        return await browser.Submit(portal.AccountPage, "passkey-add", ("New.CredentialJson", key.Register(options, verifiesUser)));
    }

    private async Task<(HttpStatusCode Status, string? To)> SignIn(SoftwareAuthenticator key, bool verifiesUser)
    {
        using var browser = new TestBrowser();
        var (_, options) = await browser.Script(portal.SignInPage, new Uri(portal.Portal, "/account/passkeys/request-options"));
        return await browser.Submit(portal.SignInPage, "passkey", ("Passkey.CredentialJson", key.Assert(options, verifiesUser)));
    }
}
