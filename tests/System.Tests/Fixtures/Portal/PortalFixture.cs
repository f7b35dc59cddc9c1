using System.Text.Json;
using KiPass.SystemTests.Door;
using KiPass.SystemTests.Portal;
using KiPass.Testing;
using Microsoft.Playwright;

namespace KiPass.SystemTests.Fixtures;

/// <summary>One stack with its demo and one browser for all portal tests, which run one after the other.</summary>
public sealed class PortalFixture : IAsyncLifetime
{
    private IPlaywright? playwright;
    private IBrowser? browser;

    internal KiPassStack Stack { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Stack = await KiPassStack.Start(demo: true);
        playwright = await Playwright.CreateAsync();
        browser = await Chromium.Launch(playwright);
    }

    /// <summary>A browser of somebody new: no cookies but language and theme.</summary>
    internal async Task<IPage> NewVisitor(Uri portal, string language = "ko", string theme = "light", int width = 1280)
    {
        // Axe and waiting functions put scripts into the page, which the portal's policy rightly forbids.
        var context = await browser!.NewContextAsync(
            new BrowserNewContextOptions
            {
                BaseURL = portal.ToString(),
                BypassCSP = true,
                ViewportSize = new ViewportSize { Width = width, Height = 900 },
            }
        );
        context.SetDefaultTimeout(20_000);
        await Prefer(context, portal, language, theme);
        return await context.NewPageAsync();
    }

    internal static Task Prefer(IBrowserContext context, Uri portal, string language, string theme) =>
        context.AddCookiesAsync([
            new Cookie
            {
                Name = "kipass-language",
                Value = $"c={language}|uic={language}",
                Url = portal.ToString(),
            },
            new Cookie
            {
                Name = "kipass-theme",
                Value = theme,
                Url = portal.ToString(),
            },
        ]);

    /// <summary>An account of the demo.</summary>
    internal DemoAccount Account(string role) => AccountOf(Stack, role);

    internal static DemoAccount AccountOf(KiPassStack stack, string role)
    {
        var account = stack.Demo.GetProperty("accounts").EnumerateArray().First(entry => entry.GetProperty("role").GetString() == role);
        return new DemoAccount(
            account.GetProperty("email").GetString()!,
            account.GetProperty("password").GetString()!,
            account.TryGetProperty("totpSecret", out var secret) && secret.ValueKind == JsonValueKind.String ? secret.GetString() : null
        );
    }

    /// <summary>A facility of the demo's owner, by its type.</summary>
    internal Guid Facility(string type) =>
        Stack
            .Demo.GetProperty("facilities")
            .EnumerateArray()
            .First(facility => facility.GetProperty("type").GetString() == type)
            .GetProperty("id")
            .GetGuid();

    /// <summary>Signed in as the demo's owner.</summary>
    internal Task<IPage> Owner() => Member("owner");

    /// <summary>Signed in in the owners' area as the demo's <c>owner</c>, <c>manager</c> or <c>scanner</c>.</summary>
    internal async Task<IPage> Member(string role)
    {
        var page = await NewVisitor(Stack.Owners);
        await page.SignIn(Account(role));
        return page;
    }

    /// <summary>Signed in as one of the demo's officials, with the second factor.</summary>
    internal async Task<IPage> Official(string role = "official")
    {
        var page = await NewVisitor(Stack.Officials);
        await page.SignIn(Account(role));
        return page;
    }

    public async ValueTask DisposeAsync()
    {
        if (browser is not null)
        {
            await browser.DisposeAsync();
        }
        playwright?.Dispose();
        if (Stack is not null)
        {
            await Stack.DisposeAsync();
        }
    }
}

internal sealed record DemoAccount(string Email, string Password, string? TotpSecret);

/// <summary>Portal tests share accounts and their codes: they run one after the other, beside others.</summary>
[CollectionDefinition(Name)]
public sealed class PortalGroup : ICollectionFixture<PortalFixture>
{
    public const string Name = "portal";
}
