using System.Text.RegularExpressions;
using KiPass.SystemTests.Portal;
using KiPass.SystemTests.Traces;
using Microsoft.Playwright;

namespace KiPass.SystemTests.Fixtures;

/// <summary>What officials do with cases and orders, in steps.</summary>
internal static partial class TraceSteps
{
    /// <summary>Opens a case; the page then shows it.</summary>
    public static async Task<(string Id, string Number)> NewCase(this IPage page, string? onset = null)
    {
        var number = $"2020-{Guid.NewGuid():N}"[..18];
        await page.GotoAsync("/cases");
        await page.Live();
        await page.Type("#Number", number);
        if (onset is not null)
        {
            await page.Type("#OnsetDay", onset);
        }
        await page.ClickAsync("#open-case");
        await page.Arrives(Address());
        await page.WaitForSelectorAsync("#new-order");
        return (Id(page), number);
    }

    /// <summary>Writes an order for a person, on the page of the case; it is not sent yet.</summary>
    public static async Task Write(this IPage page, string name, string phone, int maxContacts = 1000, bool forward = false)
    {
        await page.ClickAsync("#new-order");
        await page.WaitForSelectorAsync("#Phone");
        await page.Type("#Phone", phone);
        await page.Type("#Name", name);
        await page.Type("#FromDay", $"{KiPass.Tokens.KoreanDay.Of(TimeProvider.System.GetUtcNow()) - 7}");
        await page.Type("#Reason", "집단감염 확인");
        await page.Type("#MaxContacts", $"{maxContacts}");
        if (forward)
        {
            await page.CheckAsync("#Forward");
        }
    }

    /// <summary>Sends the order that the form or its page shows.</summary>
    public static async Task<string> Send(this IPage page)
    {
        await page.ClickAsync("#submit-order");
        await page.Arrives(OrderAddress());
        await page.WaitForSelectorAsync("h1");
        return Id(page);
    }

    public static async Task Approve(this IPage page, string order)
    {
        await page.GotoAsync($"/orders/{order}");
        await page.Live();
        await page.ClickAsync("#approve-order");
        await page.Locator(".mud-dialog .button-sure").ClickAsync();
        await page.Locator("#approve-order").WaitForAsync(new() { State = WaitForSelectorState.Detached });
    }

    private static string Id(IPage page) => Address().Match(page.Url).Groups["id"].Value;

    [GeneratedRegex(@"/(cases|orders)/(?<id>[0-9a-f\-]{36})$")]
    private static partial Regex Address();

    [GeneratedRegex(@"/orders/[0-9a-f\-]{36}$")]
    private static partial Regex OrderAddress();
}
