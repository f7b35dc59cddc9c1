using System.Text;
using System.Text.RegularExpressions;
using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using KiPass.SystemTests.Portal;
using Microsoft.Playwright;

namespace KiPass.SystemTests.Fixtures;

/// <summary>How a page must look in each language and theme: no violation of WCAG, no key instead of a text, nothing wider than the screen, no error in the console.</summary>
internal static partial class Appearance
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

    private static readonly string? Only = Environment.GetEnvironmentVariable("KIPASS_SCREENS_ONLY");

    private static readonly (string Language, string Theme, int Width)[] All =
    [
        .. from width in (int[])[390, 820, 1440]
        from theme in (string[])["light", "dark"]
        from language in (string[])["ko", "en"]
        where Only is null || Only.Split(',').Contains($"{width}-{theme}-{language}")
        select (language, theme, width),
    ];

    /// <summary>Walks through pages once for each language, theme and width, and looks at each place where the walk says so.</summary>
    /// <param name="page">Signed in as whoever sees these pages.</param>
    /// <param name="area">The portal.</param>
    /// <param name="walk">Gets what looks at the page as it is then, under a name.</param>
    /// <param name="hurry">Fewer languages and themes: for a state that does not last, or that differs from another by a sentence.</param>
    public static async Task Check(IPage page, Uri area, Func<Func<string, Task>, Task> walk, bool hurry = false)
    {
        var faults = new List<string>();
        void Heard(object? _, IConsoleMessage message)
        {
            // That the page itself does not exist is what it says.
            var own =
                message.Text.Contains("404", StringComparison.Ordinal) && message.Location.StartsWith(page.Url, StringComparison.Ordinal);
            if (message.Type == "error" && !own)
            {
                faults.Add($"{page.Url}: console: {message.Text} {message.Location}");
            }
        }
        void Thrown(object? _, string error) => faults.Add($"{page.Url}: script: {error}");
        page.Console += Heard;
        page.PageError += Thrown;
        foreach (
            var (language, theme, width) in Pictures is not null && !hurry ? All
            : hurry && Pictures is null ? Some[..2]
            : Some
        )
        {
            await PortalFixture.Prefer(page.Context, area, language, theme);
            await page.SetViewportSizeAsync(width, 900);
            await walk(async name => faults.AddRange(await Look(page, name, language, theme, width)));
        }
        page.Console -= Heard;
        page.PageError -= Thrown;
        Assert.True(faults.Count == 0, string.Join(Environment.NewLine, faults));
    }

    /// <summary>Prints the page as its style sheet says.</summary>
    /// <returns>How many sheets of paper.</returns>
    public static async Task<int> Print(IPage page, string name)
    {
        var pdf = await page.PdfAsync(
            new PagePdfOptions { PreferCSSPageSize = true, Path = Pictures is null ? null : Path.Combine(Pictures, $"portal-{name}.pdf") }
        );
        var text = Encoding.Latin1.GetString(pdf);
        // A4 in points.
        Assert.Matches(@"/MediaBox \[0 0 59[45](\.\d+)? 84[12](\.\d+)?\]", text);
        return SheetOfPaper().Count(text);
    }

    private static async Task<List<string>> Look(IPage page, string name, string language, string theme, int width)
    {
        var faults = new List<string>();
        await page.Live();
        // A color in the middle of a transition is neither the one before nor the one after.
        await page.WaitForFunctionAsync(
            "() => document.getAnimations().every(one => one.playState !== 'running' || one.effect.getComputedTiming().endTime === Infinity)"
        );
        if (await page.Locator("main [data-failure]").CountAsync() > 0)
        {
            faults.Add($"{name} {language}: the page failed");
        }
        if (Pictures is not null)
        {
            var path = Path.Combine(Pictures, $"portal-{name}-{width}-{theme}-{language}.png");
            var dialog = await page.Locator("[role=dialog], .lost[open]").CountAsync() > 0;
            if (!dialog)
            {
                // The header stays at the top of the window, which is the middle of a page that is scrolled.
                await page.EvaluateAsync("() => scrollTo(0, 0)");
            }
            await page.ScreenshotAsync(new PageScreenshotOptions { Path = path, FullPage = !dialog });
        }
        var found = await page.RunAxe(Rules);
        faults.AddRange(
            found.Violations.Select(v =>
                $"{name} {language} {theme} {width}: {v.Id} {v.Nodes[0].Html} {v.Nodes[0].Any.FirstOrDefault()?.Message}"
            )
        );
        var text = await page.Locator("body").InnerTextAsync();
        faults.AddRange(UntranslatedKey().Matches(text).Select(key => $"{name} {language}: the key \"{key.Value}\" is shown"));
        if (await page.EvaluateAsync<bool>("document.documentElement.scrollWidth > innerWidth"))
        {
            faults.Add($"{name} {language} {width}: wider than the screen");
        }
        return faults;
    }

    [GeneratedRegex(@"/Type\s*/Page\b")]
    private static partial Regex SheetOfPaper();

    // Keys that code composes: what a page must never show.
    [GeneratedRegex(
        @"\b(stage|obligation|meaning|overruled|member|registry|registry short|group|event|level|step|effect|standing|happened|compliance|figure|contact|match|row|file|loading|order|answer|trace|issuer|source|list|refusal|staff|change|action|follow-up|column|work) [A-Z][A-Za-z]+\b"
    )]
    private static partial Regex UntranslatedKey();
}
