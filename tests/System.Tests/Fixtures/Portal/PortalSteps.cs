using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using KiPass.SystemTests.Portal;
using KiPass.Testing;
using Microsoft.Playwright;

namespace KiPass.SystemTests.Fixtures;

/// <summary>What people do in the portal, in steps.</summary>
internal static partial class PortalSteps
{
    public const string Password = "correct horse battery staple";

    // A code works once: who signs in twice within 30 seconds waits for the next one, as people do.
    private static readonly ConcurrentDictionary<string, long> UsedSteps = new();

    private static int people = 100;

    public static async Task SignIn(this IPage page, DemoAccount account)
    {
        await page.GotoAsync("/account/sign-in");
        await page.FillAsync("[name='Input.Email']", account.Email);
        await page.FillAsync("[name='Input.Password']", account.Password);
        await page.ClickAsync("form button[type=submit]");
        if (account.TotpSecret is { } secret)
        {
            await page.Arrives("**/account/sign-in/code*");
            await page.FillAsync("[name='Input.Code']", await FreshCode(secret));
            await page.ClickAsync("form button[type=submit]");
        }
        await page.Arrives(new Regex("/(facilities|home)$"));
    }

    /// <summary>Chooses a file once the page takes one; a person cannot open a disabled field either.</summary>
    public static async Task Choose(this IPage page, string input, FilePayload file)
    {
        var field = page.Locator($"{input} input[type=file]:enabled").Last;
        await field.WaitForAsync(new LocatorWaitForOptions { State = WaitForSelectorState.Attached });
        await field.SetInputFilesAsync(file);
    }

    public static async Task<string> FreshCode(string secret)
    {
        static long Step() => TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() / 30;
        var used = UsedSteps.GetValueOrDefault(secret);
        await Eventually.True(() => Step() > used, "the next code of the app has come", TimeSpan.FromSeconds(40));
        UsedSteps[secret] = Step();
        return TestTotp.Code(secret, Step());
    }

    /// <summary>Makes an account; the codes come from the simulated inbox.</summary>
    public static async Task SignUp(this IPage page, string name, string email)
    {
        await page.GotoAsync("/account/sign-up");
        await page.FillSignUp(name, email);
        await page.Arrives("**/facilities");
    }

    /// <summary>On the sign-up page: makes the account and enters its codes.</summary>
    public static async Task FillSignUp(this IPage page, string name, string email)
    {
        await page.FillAsync("[name='Input.Name']", name);
        await page.FillAsync("[name='Input.Email']", email);
        // A phone receives only so many codes an hour.
        await page.FillAsync("[name='Input.Phone']", $"010-9{Interlocked.Increment(ref people):D3}-5432");
        await page.FillAsync("[name='Input.Password']", Password);
        await page.CheckAsync("[name=Agreed]");
        await page.ClickAsync("form button[type=submit]");
        await page.Arrives("**/account/confirm*");
        await page.FillAsync("[name='Input.EmailCode']", await page.Code(email));
        await page.FillAsync("[name='Input.PhoneCode']", await page.Code("+8210"));
        await page.ClickAsync("form button[type=submit]");
    }

    /// <summary>Answers the question before something that cannot be taken back with yes.</summary>
    public static async Task Confirm(this IPage page, string? reason = null)
    {
        if (reason is not null)
        {
            await page.Type("[role=dialog] textarea", reason);
        }
        await page.ClickAsync("[role=dialog] .button-sure");
        await page.Locator("[role=dialog]").WaitForAsync(new LocatorWaitForOptions { State = WaitForSelectorState.Detached });
    }

    /// <summary>Types words into a search box, in Korean, and chooses the only entry that they find. They are not its whole name.</summary>
    public static async Task Pick(this IPage page, string field, string typed)
    {
        await page.ClickAsync(field);
        await page.FillAsync(field, typed);
        var found = page.Locator(".mud-popover-open .mud-list-item");
        await page.WaitForFunctionAsync("() => document.querySelectorAll('.mud-popover-open .mud-list-item').length === 1");
        await found.ClickAsync();
        await found.First.WaitForAsync(new LocatorWaitForOptions { State = WaitForSelectorState.Detached });
    }

    /// <summary>Goes to an address of the portal and waits until the page answers clicks.</summary>
    public static async Task Open(this IPage page, string address)
    {
        await page.GotoAsync(address);
        await page.Live();
    }

    /// <summary>Waits until the page is all there: its circuit, if it has one, answers clicks, and nothing says that it is being loaded.</summary>
    public static Task Live(this IPage page) =>
        page.WaitForFunctionAsync(
            """
            () => document.readyState === 'complete'
              && document.title.length > 0
              && document.fonts.status === 'loaded'
              && (!document.querySelector("script[src*='blazor']") || document.querySelector('main[data-live]'))
              && ![...document.querySelectorAll('[role=status]')].some(it => /^(Loading|불러오고 있습니다) …$/.test(it.textContent.trim()))
            """
        );

    /// <summary>Waits until the browser has come to an address and the page there is all there.</summary>
    public static Task Arrives(this IPage page, string address) =>
        page.Arrives(new Regex($"^{Regex.Escape(address).Replace(@"\*\*", ".*").Replace(@"\*", "[^/]*")}$"));

    /// <inheritdoc cref="Arrives(IPage, string)"/>
    public static Task Arrives(this IPage page, Regex address) => page.Arrives(address.IsMatch);

    /// <inheritdoc cref="Arrives(IPage, string)"/>
    public static async Task Arrives(this IPage page, Func<string, bool> address)
    {
        await page.Reaches(address);
        await page.Live();
    }

    // The browser's events about a navigation are sometimes missed on a busy machine: the page is asked where it is.
    /// <summary>Waits until the browser has come to an address. A tab in the background draws nothing, so it is never all there.</summary>
    /// <returns>The address.</returns>
    public static async Task<string> Reaches(this IPage page, Func<string, bool> address)
    {
        var last = "";
        try
        {
            await Eventually.True(async () => address(last = await page.Address() ?? last), "the browser arrives", Patience);
        }
        catch (TimeoutException failure)
        {
            throw new TimeoutException($"The browser stayed at {new Uri(last).AbsolutePath}.", failure);
        }
        return last;
    }

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    // Null between two documents.
    private static async Task<string?> Address(this IPage page)
    {
        try
        {
            return await page.EvaluateAsync<string>("() => location.href");
        }
        catch (PlaywrightException)
        {
            return null;
        }
    }

    /// <summary>Types into a field of a live page and leaves it, so that it is saved.</summary>
    public static async Task Type(this IPage page, string field, string text)
    {
        await page.FillAsync(field, text);
        await page.Locator(field).BlurAsync();
    }

    /// <summary>Chooses a region by its code, in a short native list or in a search.</summary>
    public static async Task ChooseRegion(this IPage page, string field, string code)
    {
        if (await page.Locator($"select{field}").CountAsync() > 0)
        {
            await page.SelectOptionAsync(field, code);
            return;
        }
        var entry = page.Locator($".mud-popover-open [data-code='{code}']");
        await page.FillAsync(field, "");
        await page.ClickAsync(field);
        await entry.ClickAsync();
        await entry.WaitForAsync(new LocatorWaitForOptions { State = WaitForSelectorState.Hidden });
    }

    /// <summary>Opens a step of the registration that was already reached.</summary>
    public static async Task OpenStep(this IPage page, int step)
    {
        await page.Locator(".stepper .mud-step").Nth(step).ClickAsync();
        await page.Locator("h2", new PageLocatorOptions { HasText = $"{step + 1}. " }).WaitForAsync();
    }

    /// <returns>False if an element is not shown within two seconds.</returns>
    public static async Task<bool> Appears(this IPage page, string selector)
    {
        try
        {
            await page.WaitForSelectorAsync(selector, new() { Timeout = 2_000 });
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    /// <summary>Signs out by the account menu.</summary>
    public static async Task SignOut(this IPage page)
    {
        await page.ClickAsync(".who button");
        await page.ClickAsync("[data-submits=sign-out]");
    }

    /// <summary>The newest code that the simulated inbox has for an address or number.</summary>
    public static async Task<string> Code(this IPage page, string to)
    {
        var text = await page.Locator(".inbox li", new PageLocatorOptions { HasText = to }).First.InnerTextAsync();
        return SixDigits().Match(text).Value;
    }

    /// <summary>The link that the simulated inbox has for an address.</summary>
    public static async Task<string> Link(this IPage page, string to)
    {
        var text = await page.Locator(".inbox li", new PageLocatorOptions { HasText = to }).First.InnerTextAsync();
        return WebAddress().Match(text).Value;
    }

    [GeneratedRegex(@"https?://\S+")]
    private static partial Regex WebAddress();

    [GeneratedRegex(@"\b\d{6}\b(?!\d)", RegexOptions.RightToLeft)]
    private static partial Regex SixDigits();
}
