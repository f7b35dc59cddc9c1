using System.Text.RegularExpressions;
using Deque.AxeCore.Playwright;
using KiPass.SystemTests.Portal;
using KiPass.SystemTests.Traces.LineLists;
using KiPass.Testing;
using Microsoft.Playwright;

namespace KiPass.SystemTests.Audit;

/// <summary>The officials' audit page and the public statistics.</summary>
[Collection(TwoIssuersGroup.Name)]
public sealed class AuditPageTests(TwoIssuers system)
{
    [Fact]
    public async Task The_audit_page_describes_a_trace_from_both_sides_and_verifies_its_chain()
    {
        var finished = await system.Finished();
        await using var officials = await system.Officials();
        var page = officials.Asks;
        await page.GotoAsync("/audit");
        await page.Live();
        await page.WaitForSelectorAsync("#chain .chip-accepted");
        await Assertions.Expect(page.Locator("#chain")).ToContainTextAsync("발급회사 2");

        await page.Type("#case", finished.Case);
        var rows = page.Locator(".audit tbody tr");
        await Says(rows, "이조사 (official@demo.kipass.kr) 님이 역학조사 요청을 작성했습니다.");
        await Says(rows, "박승인 (approver@demo.kipass.kr) 님이 역학조사 요청을 승인했습니다.");
        await Says(rows, "파일로 내보냈습니다.");
        Assert.Empty((await page.RunAxe()).Violations.Select(v => v.Id));
        await Picture(page, "audit");

        await page.SelectOptionAsync("#what", "order-approved");
        await Eventually.True(async () => await rows.CountAsync() == 1, "one approval is shown");
        await page.Type("#day", "2020-06-12");
        await page.WaitForSelectorAsync(".audit .empty");
        await page.Type("#day", "");

        await page.SelectOptionAsync("#whose", "register");
        await Says(rows, "발급회사 2에 출입");
        await Says(rows, "역학조사를 마쳤습니다");
        await Picture(page, "audit-register");
        var text = await page.InnerTextAsync("main");
        Assert.DoesNotContain(Script.Venues, venue => text.Contains(venue.Name, StringComparison.Ordinal));
        Assert.DoesNotContain(system.Script.Players, player => text.Contains(player.Name, StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_public_statistics_require_no_account()
    {
        var page = await system.Anybody();
        await page.GotoAsync("/");
        await page.ClickAsync("a[href='/counts']");
        await page.Arrives(new Regex("/counts$"));
        // No month with an order has ended on this installation.
        await page.WaitForSelectorAsync(".empty");
        Assert.Empty((await page.RunAxe()).Violations.Select(v => v.Id));
        await Picture(page, "counts");
        await page.Context.CloseAsync();
    }

    private static Task Says(ILocator rows, string sentence) =>
        Assertions.Expect(rows.Filter(new() { HasText = sentence }).First).ToBeVisibleAsync(new() { Timeout = 20_000 });

    // With KIPASS_SCREENS, for people to look at.
    private static async Task Picture(IPage page, string name)
    {
        if (Environment.GetEnvironmentVariable("KIPASS_SCREENS") is not { Length: > 0 } folder)
        {
            return;
        }
        Directory.CreateDirectory(folder);
        foreach (var width in new[] { 390, 820, 1440 })
        {
            await page.SetViewportSizeAsync(width, 900);
            await page.ScreenshotAsync(new() { Path = Path.Combine(folder, $"{name}-{width}.png"), FullPage = true });
        }
        await page.SetViewportSizeAsync(1280, 900);
    }
}
