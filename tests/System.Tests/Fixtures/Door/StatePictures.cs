using System.Globalization;
using Deque.AxeCore.Playwright;
using KiPass.SystemTests.Door;
using Microsoft.Playwright;

namespace KiPass.SystemTests.Fixtures;

/// <summary>A screen, a theme and a language in which every state of an app is looked at.</summary>
public sealed record Look(string Name, int Width, int Height, bool IsDark, string Locale)
{
    public static readonly Look Phone = new("phone-light-ko", 390, 844, IsDark: false, "ko-KR");
    public static readonly Look Tablet = new("tablet-dark-en", 820, 1180, IsDark: true, "en-US");

    /// <summary>A phone of 390 × 844 at 200 % zoom.</summary>
    public static readonly Look Zoomed = new("zoomed-dark-ko", 195, 422, IsDark: true, "ko-KR");

    /// <summary>A phone on its side.</summary>
    public static readonly Look Side = new("side-light-en", 844, 390, IsDark: false, "en-US");

    internal BrowserNewContextOptions Options() =>
        new()
        {
            ViewportSize = new ViewportSize { Width = Width, Height = Height },
            ColorScheme = IsDark ? ColorScheme.Dark : ColorScheme.Light,
            ReducedMotion = ReducedMotion.Reduce,
            Locale = Locale,
        };

    public override string ToString() => Name;
}

/// <summary>
/// Looks at each state that a test brings about: no violation of WCAG 2.2 A and AA, no sideways scrolling; and, where <c>KIPASS_SCREENS</c>
/// names a folder, a picture (<c>docs/screens</c> is made so).
/// </summary>
internal sealed class StatePictures(IPage page, string app, Look look)
{
    private static readonly string? Folder = Environment.GetEnvironmentVariable("KIPASS_SCREENS");

    private readonly List<string> complaints = [];
    private int number;

    /// <summary>Everything that was wrong, at once.</summary>
    public void AssertAllWell() => Assert.True(complaints.Count == 0, string.Join('\n', complaints));

    public async Task See(string state)
    {
        number++;
        if (Folder is not null)
        {
            var name = string.Create(CultureInfo.InvariantCulture, $"{app}-{look.Name}-{number:00}-{state}.png");
            await page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(Folder, name) });
        }
        var overhang = await page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth");
        if (overhang > 0)
        {
            complaints.Add($"{app} {state} ({look}) is {overhang} px wider than the screen.");
        }
        var result = await page.RunAxe(
            new Deque.AxeCore.Commons.AxeRunOptions
            {
                RunOnly = new Deque.AxeCore.Commons.RunOnlyOptions
                {
                    Type = "tag",
                    Values = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"],
                },
            }
        );
        complaints.AddRange(
            result.Violations.Select(v => $"{app} {state} ({look}): {v.Id}: {string.Join(", ", v.Nodes.Select(n => n.Html))}")
        );
    }
}
