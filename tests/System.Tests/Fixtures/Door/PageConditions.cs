using KiPass.SystemTests.Door;
using KiPass.Testing;
using Microsoft.Playwright;

namespace KiPass.SystemTests.Fixtures;

/// <summary>Waiting on a page whose content security policy forbids what Playwright's own waiting functions do (they evaluate text inside the page).</summary>
internal static class PageConditions
{
    /// <summary>Until the JavaScript expression is true in the page; a page that reloads meanwhile is asked again.</summary>
    public static Task Until(this IPage page, string expression, int patienceMs = 15_000) =>
        Eventually.True(
            async () =>
            {
                try
                {
                    return await page.EvaluateAsync<bool>($"Boolean({expression})");
                }
                catch (PlaywrightException e) when (e.Message.Contains("context was destroyed", StringComparison.Ordinal))
                {
                    return false;
                }
            },
            expression,
            TimeSpan.FromMilliseconds(patienceMs)
        );

    /// <summary>Lets time go by in the page.</summary>
    public static async Task LetPass(this IPage page, int milliseconds)
    {
        var until = await page.EvaluateAsync<double>("performance.now()") + milliseconds;
        await page.Until(FormattableString.Invariant($"performance.now() > {until}"), milliseconds + 15_000);
    }
}
