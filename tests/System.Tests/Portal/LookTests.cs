using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace KiPass.SystemTests.Portal;

/// <summary>
/// Every page in both languages and both themes meets WCAG A and AA and fits a phone's width. Where <c>KIPASS_SCREENS</c>
/// names a folder: at 390, 820 and 1440 px in each language and theme, with a picture of each (<c>docs/screens</c> has a choice of them);
/// only those that <c>KIPASS_SCREENS_ONLY</c> names, if it does (<c>390-light-ko,820-light-en</c>).
/// </summary>
[Collection(PortalGroup.Name)]
public sealed partial class LookTests(PortalFixture portal)
{
    [Fact]
    public async Task Public_pages_are_accessible()
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
    public async Task Owner_pages_are_accessible()
    {
        var page = await portal.Owner();
        var facility = portal.Stack.Demo.GetProperty("facilities")[0].GetProperty("id").GetString();
        string[] pages = ["", "/devices", "/premises", "/people", "/details", "/notice", "/statement"];
        await Look(
            page,
            portal.Stack.Owners,
            ["/facilities", "/account", "/account/second-factor", .. pages.Select(one => $"/facilities/{facility}{one}")]
        );
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task Official_pages_are_accessible()
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
                "/statements",
                $"/compliance/venue/{facility}",
                .. policy.Select(one => $"/policy{one}"),
            ]
        );
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task Administrator_pages_are_accessible()
    {
        var page = await portal.Official("administrator");
        await Look(page, portal.Stack.Officials, ["/home", "/staff", "/account", "/account/second-factor"]);
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task Language_and_theme_choices_are_remembered()
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

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_first_page_is_under_350_KiB_and_loads_only_from_the_same_origin(bool owners)
    {
        var area = owners ? portal.Stack.Owners : portal.Stack.Officials;
        var page = await portal.NewVisitor(area);
        var devTools = await page.Context.NewCDPSessionAsync(page);
        await devTools.SendAsync("Network.enable");
        var bytes = 0.0;
        devTools.Event("Network.loadingFinished").OnEvent += (_, loaded) =>
            bytes += loaded!.Value.GetProperty("encodedDataLength").GetDouble();
        var strangers = new List<string>();
        page.Request += (_, request) =>
        {
            if (
                !request.Url.StartsWith(area.ToString(), StringComparison.Ordinal)
                && !request.Url.StartsWith("data:", StringComparison.Ordinal)
            )
            {
                strangers.Add(request.Url);
            }
        };
        var answer = await page.GotoAsync("/", new PageGotoOptions { WaitUntil = WaitUntilState.NetworkIdle });

        Assert.Empty(strangers);
        Assert.InRange(bytes, 1, 350 * 1024);
        Assert.Contains("script-src 'self'", answer!.Headers["content-security-policy"], StringComparison.Ordinal);
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task A_page_responds_to_a_click_within_two_seconds_of_navigation()
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

    private static Task Look(IPage page, Uri area, IReadOnlyList<string> addresses) =>
        Appearance.Check(
            page,
            area,
            async look =>
            {
                foreach (var address in addresses)
                {
                    await page.GotoAsync(address);
                    await look(FileName(address));
                }
            }
        );

    // Ids change from run to run; the name of a picture does not.
    private static string FileName(string address) =>
        Id().Replace(address.Trim('/'), "one").Replace('/', '-') is { Length: > 0 } name ? name : "welcome";

    [GeneratedRegex("[0-9a-f]{8}-[0-9a-f-]{27}")]
    private static partial Regex Id();
}
