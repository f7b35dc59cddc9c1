using System.Text.RegularExpressions;
using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace KiPass.SystemTests.Portal;

/// <summary>
/// Every page in both languages and both themes: accessible by WCAG A and AA, and nothing wider than a phone. Where <c>KIPASS_SCREENS</c>
/// names a folder: at 390, 820 and 1440 px in each language and theme, with a picture of each (<c>docs/screens</c> has a choice of them).
/// </summary>
[Collection(PortalGroup.Name)]
public sealed partial class LookTests(PortalFixture portal)
{
    private static readonly AxeRunOptions Rules = new()
    {
        RunOnly = new RunOnlyOptions { Type = "tag", Values = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"] },
    };

    private static readonly string? Pictures = Environment.GetEnvironmentVariable("KIPASS_SCREENS");

    private static readonly (string Language, string Theme, int Width)[] Some =
    [
        ("ko", "light", 390),
        ("en", "dark", 820),
        ("ko", "dark", 1440),
        ("en", "light", 390),
    ];

    private static readonly (string Language, string Theme, int Width)[] All =
    [
        .. from width in (int[])[390, 820, 1440]
        from theme in (string[])["light", "dark"]
        from language in (string[])["ko", "en"]
        select (language, theme, width),
    ];

    [Fact]
    public async Task Pages_for_everybody_are_accessible()
    {
        var page = await portal.NewVisitor(portal.Stack.Owners);
        await Look(
            page,
            portal.Stack.Owners,
            ["/", "/account/sign-in", "/account/sign-up", "/account/forgot", "/account/confirm", "/not-found"]
        );
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task Pages_of_owners_are_accessible()
    {
        var page = await portal.Owner();
        var facility = portal.Stack.Demo.GetProperty("facilities")[0].GetProperty("id").GetString();
        string[] pages = ["", "/devices", "/premises", "/people", "/details", "/notice"];
        await Look(
            page,
            portal.Stack.Owners,
            ["/facilities", "/account", "/account/second-factor", .. pages.Select(one => $"/facilities/{facility}{one}")]
        );
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task Pages_of_officials_are_accessible()
    {
        var page = await portal.Official();
        var facility = portal.Stack.Demo.GetProperty("facilities")[0].GetProperty("id").GetString();
        string[] policy = ["", "/orders/new", "/levels", "/exemptions", "/history"];
        await Look(
            page,
            portal.Stack.Officials,
            [
                "/home",
                "/reviews",
                "/directory",
                $"/reviews/{facility}",
                "/compliance",
                "/compliance/list",
                "/compliance/lists",
                $"/compliance/venue/{facility}",
                .. policy.Select(one => $"/policy{one}"),
            ]
        );
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task Pages_of_administrators_are_accessible()
    {
        var page = await portal.Official("administrator");
        await Look(page, portal.Stack.Officials, ["/home", "/staff", "/account", "/account/second-factor"]);
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task Language_and_theme_are_switched_and_kept()
    {
        var page = await portal.NewVisitor(portal.Stack.Owners);
        await page.GotoAsync("/");
        Assert.Contains("우리 시설의 전자출입명부", await page.Locator("h1").InnerTextAsync(), StringComparison.Ordinal);
        await page.ClickAsync("a[lang=en]");
        Assert.Equal("The electronic entry log for your facility", await page.Locator("h1").InnerTextAsync());
        await page.ClickAsync("#theme-switch");
        Assert.Equal("dark", await page.GetAttributeAsync("html", "data-theme"));
        await page.GotoAsync("/account/sign-up");
        Assert.Equal(("en", "dark"), (await page.GetAttributeAsync("html", "lang"), await page.GetAttributeAsync("html", "data-theme")));
        await page.ClickAsync("a[lang=ko]");
        Assert.Equal("ko", await page.GetAttributeAsync("html", "lang"));
        Assert.EndsWith("/account/sign-up", page.Url, StringComparison.Ordinal);
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task The_first_page_weighs_less_than_300_KiB_and_comes_from_here_alone()
    {
        var page = await portal.NewVisitor(portal.Stack.Owners);
        var devTools = await page.Context.NewCDPSessionAsync(page);
        await devTools.SendAsync("Network.enable");
        var bytes = 0.0;
        devTools.Event("Network.loadingFinished").OnEvent += (_, loaded) =>
            bytes += loaded!.Value.GetProperty("encodedDataLength").GetDouble();
        var strangers = new List<string>();
        page.Request += (_, request) =>
        {
            if (
                !request.Url.StartsWith(portal.Stack.Owners.ToString(), StringComparison.Ordinal)
                && !request.Url.StartsWith("data:", StringComparison.Ordinal)
            )
            {
                strangers.Add(request.Url);
            }
        };
        var answer = await page.GotoAsync("/", new PageGotoOptions { WaitUntil = WaitUntilState.NetworkIdle });

        Assert.Empty(strangers);
        Assert.InRange(bytes, 1, 300 * 1024);
        Assert.Contains("script-src 'self'", answer!.Headers["content-security-policy"], StringComparison.Ordinal);
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task A_page_answers_a_click_within_two_seconds_of_its_address_being_entered()
    {
        var page = await portal.Owner();
        var facility = portal.Stack.Demo.GetProperty("facilities")[0].GetProperty("id").GetString();
        // Measured in the browser: from the start of the navigation until a click, repeated as an eager hand does, has had its effect. The best
        // of three: this machine does other work too.
        var best = double.MaxValue;
        for (var attempt = 0; attempt < 3; attempt++)
        {
            await page.GotoAsync($"/facilities/{facility}/devices", new PageGotoOptions { WaitUntil = WaitUntilState.Commit });
            best = Math.Min(
                best,
                await page.EvaluateAsync<double>(
                    """
                    () => new Promise(done => {
                      const look = () => {
                        if (document.querySelector('.pairing-code')) return done(performance.now());
                        document.querySelector('#offer')?.click();
                        setTimeout(look, 25);
                      };
                      look();
                    })
                    """
                )
            );
        }
        TestContext.Current.SendDiagnosticMessage($"A page answers a click {best:0} ms after its address was entered.");
        Assert.InRange(best, 1, 2000);
        await page.Context.CloseAsync();
    }

    private static async Task Look(IPage page, Uri area, IReadOnlyList<string> addresses)
    {
        var faults = new List<string>();
        void Note(object? _, IConsoleMessage message)
        {
            // That the page itself does not exist is what it says.
            if (
                message.Type == "error"
                && !(
                    message.Text.Contains("404", StringComparison.Ordinal)
                    && message.Location.StartsWith(page.Url, StringComparison.Ordinal)
                )
            )
            {
                faults.Add($"{page.Url}: console: {message.Text} {message.Location}");
            }
        }
        page.Console += Note;
        page.PageError += (_, error) => faults.Add($"{page.Url}: script: {error}");
        foreach (var (language, theme, width) in Pictures is null ? Some : All)
        {
            await PortalFixture.Prefer(page.Context, area, language, theme);
            await page.SetViewportSizeAsync(width, 900);
            foreach (var address in addresses)
            {
                await page.GotoAsync(address, new PageGotoOptions { WaitUntil = WaitUntilState.NetworkIdle });
                // A live page puts its title in place once its circuit stands.
                await page.WaitForFunctionAsync("() => document.title.length > 0");
                if (await page.Locator("main .notice-refused h1").CountAsync() > 0)
                {
                    faults.Add($"{address} {language}: the page failed");
                }
                if (Pictures is not null)
                {
                    await page.ScreenshotAsync(
                        new PageScreenshotOptions
                        {
                            Path = Path.Combine(Pictures, $"portal-{FileName(address)}-{width}-{theme}-{language}.png"),
                            FullPage = true,
                        }
                    );
                }
                var found = await page.RunAxe(Rules);
                faults.AddRange(found.Violations.Select(v => $"{address} {language} {theme} {width}: {v.Id} {v.Nodes[0].Html}"));
                var text = await page.Locator("body").InnerTextAsync();
                faults.AddRange(UntranslatedKey().Matches(text).Select(key => $"{address} {language}: the key \"{key.Value}\" is shown"));
                if (await page.EvaluateAsync<bool>("document.documentElement.scrollWidth > innerWidth"))
                {
                    faults.Add($"{address} {language} {width}: wider than the screen");
                }
            }
        }
        Assert.Empty(faults);
    }

    // Ids change from run to run; the name of a picture does not.
    private static string FileName(string address) =>
        Id().Replace(address.Trim('/'), "one").Replace('/', '-') is { Length: > 0 } name ? name : "welcome";

    [GeneratedRegex("[0-9a-f]{8}-[0-9a-f-]{27}")]
    private static partial Regex Id();

    // Keys that code composes: what a page must never show.
    [GeneratedRegex(
        @"\b(stage|obligation|meaning|overruled|member|registry|registry short|group|event|level|step|effect|standing|happened|compliance|contact|match|row|file|loading|order|answer|trace|issuer|source|list|refusal) [A-Z][A-Za-z]+\b"
    )]
    private static partial Regex UntranslatedKey();
}
