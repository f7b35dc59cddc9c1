using System.Text.RegularExpressions;
using KiPass.SystemTests.Portal;
using KiPass.SystemTests.Traces.LineLists;
using Microsoft.Playwright;

namespace KiPass.SystemTests.Traces;

/// <summary>
/// Goal: a trace without the answer of an issuer never looks complete, and an official can complete it. Method: the second issuer refuses
/// the names of the contacts once, in real processes; the official reads why, asks again, and the list is compared with the expected one.
/// </summary>
[Collection(TwoIssuersGroup.Name)]
public sealed partial class AskAgainTests(TwoIssuers system)
{
    [Fact]
    public async Task An_official_asks_an_issuer_again_and_the_list_completes()
    {
        system.HeldIssuer.Before = _ => Task.FromResult(true);
        system.HeldIssuer.Refuses = route => route == "identities" ? "order-limit" : null;
        await using var officials = await system.Officials();
        var order = await officials.Ask(system.Script.Index, system.Script.FirstDay, system.Script.LastDay);
        await officials.Approve(order);
        await system.Completes(order);

        var page = officials.Asks;
        await page.Open($"/orders/{order}");
        var missing = page.GetByText(Refused());
        await missing.WaitForAsync();
        await page.GetByText("일부 완료").First.WaitForAsync();
        var truth = Truth.Of(system.Script);
        var names = system.Script.Players.Where(player => player.Issuer == 2).Select(player => player.Name).ToHashSet();
        Assert.Contains(truth, row => names.Contains(row.Name));
        var shown = await page.Locator(".line-list").InnerTextAsync();
        Assert.DoesNotContain(names, name => shown.Contains(name, StringComparison.Ordinal));

        system.HeldIssuer.Refuses = _ => null;
        await page.GetByRole(AriaRole.Button, new() { Name = "다시 묻기" }).ClickAsync();
        await missing.WaitForAsync(new() { State = WaitForSelectorState.Detached, Timeout = 60_000 });
        await system.Completes(order);
        var list = await officials.Collect(order);
        Truth.Same(truth, list.Case, list.Csv);
        Assert.Equal(truth.Count, list.Shown.Count);
        Assert.Equal(0, await page.GetByText("일부 완료").CountAsync());
    }

    // Which issuer, and why.
    [GeneratedRegex("둘째 발급.*이 요청에 대한 발급회사의 한도에 이름")]
    private static partial Regex Refused();
}
