using System.Text.RegularExpressions;
using KiPass.Testing;
using Microsoft.Playwright;

namespace KiPass.SystemTests.Portal;

/// <summary>Signing in with a second factor and with a passkey, and ending sessions.</summary>
[Collection(PortalGroup.Name)]
public sealed class SignInTests(PortalFixture portal)
{
    [Fact]
    public async Task An_officials_sign_in_requires_a_single_use_code_besides_the_password()
    {
        var account = portal.Account("approver");
        var page = await portal.NewVisitor(portal.Stack.Officials);
        await page.GotoAsync("/account/sign-in");
        await page.FillAsync("[name='Input.Email']", account.Email);
        await page.FillAsync("[name='Input.Password']", account.Password);
        await page.ClickAsync("form button[type=submit]");
        await page.Arrives("**/account/sign-in/code*");
        await page.GotoAsync("/reviews");
        Assert.Contains("/account/sign-in", page.Url, StringComparison.Ordinal);

        var code = await PortalSteps.FreshCode(account.TotpSecret!);
        await page.GotoAsync("/account/sign-in/code");
        await Enter(page, code);
        await page.Arrives("**/home");

        var other = await portal.NewVisitor(portal.Stack.Officials);
        await other.GotoAsync("/account/sign-in");
        await other.FillAsync("[name='Input.Email']", account.Email);
        await other.FillAsync("[name='Input.Password']", account.Password);
        await other.ClickAsync("form button[type=submit]");
        await other.Arrives("**/account/sign-in/code*");
        await Enter(other, code);
        await other.WaitForSelectorAsync(".field-error");
        Assert.Contains("/account/sign-in/code", other.Url, StringComparison.Ordinal);
        await page.Context.CloseAsync();
        await other.Context.CloseAsync();
    }

    [Fact]
    public async Task A_passkey_signs_in_without_a_password()
    {
        var page = await portal.NewVisitor(portal.Stack.Owners);
        var devTools = await page.Context.NewCDPSessionAsync(page);
        await devTools.SendAsync("WebAuthn.enable");
        await devTools.SendAsync(
            "WebAuthn.addVirtualAuthenticator",
            new Dictionary<string, object>
            {
                ["options"] = new Dictionary<string, object>
                {
                    ["protocol"] = "ctap2",
                    ["transport"] = "internal",
                    ["hasResidentKey"] = true,
                    ["hasUserVerification"] = true,
                    ["isUserVerified"] = true,
                    ["automaticPresenceSimulation"] = true,
                },
            }
        );
        await page.SignUp("박지문", $"passkey-{Guid.NewGuid():N}@example.com");
        await page.GotoAsync("/account");
        await page.ClickAsync("[data-passkey=creation]");
        await page.Arrives("**/account?done=passkey-added");
        await page.SignOut();
        await page.Arrives(portal.Stack.Owners.ToString());

        await page.GotoAsync("/account/sign-in");
        await page.ClickAsync("[data-passkey=request]");
        await page.Arrives("**/facilities");
        Assert.Contains("박지문", await page.Locator(".who button").InnerTextAsync(), StringComparison.Ordinal);
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task A_session_revoked_from_another_device_is_signed_out()
    {
        var account = new DemoAccount($"session-{Guid.NewGuid():N}@example.com", PortalSteps.Password, null);
        var first = await portal.NewVisitor(portal.Stack.Owners);
        await first.SignUp("최세션", account.Email);
        var second = await portal.NewVisitor(portal.Stack.Owners);
        await second.SignIn(account);

        await first.GotoAsync("/account");
        await first.Locator("form:has(input[name=SessionId])").Filter(new LocatorFilterOptions { HasNotText = "none" }).Last.WaitForAsync();
        var others = first.Locator("li", new PageLocatorOptions { Has = first.Locator("input[name=SessionId]") });
        Assert.Equal(2, await others.CountAsync());
        await others.Filter(new LocatorFilterOptions { HasNot = first.Locator(".chip-accepted") }).Locator("button").ClickAsync();
        await first.Arrives("**/account?done=session-ended");

        // The page that stands open loses its rights by itself, a new one asks to sign in.
        await Eventually.True(
            async () =>
            {
                await second.GotoAsync("/facilities");
                return Regex.IsMatch(second.Url, "/account/sign-in");
            },
            "the ended session asks to sign in"
        );
        await first.Context.CloseAsync();
        await second.Context.CloseAsync();
    }

    private static async Task Enter(IPage page, string code)
    {
        await page.FillAsync("[name='Input.Code']", code);
        await page.ClickAsync("form button[type=submit]");
    }
}
