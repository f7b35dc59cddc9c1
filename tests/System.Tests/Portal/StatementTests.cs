using KiPass.SystemTests.Fixtures;
using KiPass.Testing;
using Microsoft.Playwright;

namespace KiPass.SystemTests.Portal;

/// <summary>An owner prints a statement, and an official verifies it.</summary>
[Collection(PortalGroup.Name)]
public sealed class StatementTests(PortalFixture portal)
{
    [Fact]
    public async Task An_official_verifies_the_printed_statement_of_a_facility()
    {
        var owner = await portal.Owner();
        var official = await portal.Official();
        await owner.GotoAsync($"/facilities/{portal.Facility("karaoke")}/statement");
        var name = await owner.Locator(".sheet-name").InnerTextAsync();
        var total = await owner.Locator(".statement tfoot").InnerTextAsync();
        var code = await Printed(owner);

        await official.Open("/statements");
        await official.Type("#statement", code);
        await official.ClickAsync("#verify");
        await official.WaitForSelectorAsync("#verified");
        Assert.Equal(name, await official.Locator("#verified h2").InnerTextAsync());
        Assert.Equal(total, await official.Locator("#verified tfoot").InnerTextAsync());

        await official.Type("#statement", code.Replace(code[^12], code[^12] == 'A' ? 'B' : 'A'));
        await official.ClickAsync("#verify");
        await official.WaitForSelectorAsync("#statement-error");
        Assert.Equal(0, await official.Locator("#verified").CountAsync());
        await official.Context.CloseAsync();
        await owner.Context.CloseAsync();
    }

    // What a reader of another make sees on the sheet.
    private static async Task<string> Printed(IPage page)
    {
        using var folder = new TemporaryFolder();
        await page.Locator(".sheet-qr img").ScreenshotAsync(new LocatorScreenshotOptions { Path = folder["statement.png"] });
        return await ZBar.Read(folder["statement.png"]);
    }
}
