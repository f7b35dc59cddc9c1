using System.Text.Json;
using KiPass.Testing;
using Microsoft.Playwright;

namespace KiPass.SystemTests.Door.Apps;

/// <summary>How both apps look where screens are small, on their side, zoomed or dark.</summary>
[Collection(AppGroup.Name)]
public sealed class AppLayoutTests(AppFixture apps)
{
    private const string Contrast = """
        (selector) => {
          const { backgroundColor, color } = getComputedStyle(document.querySelector(selector));
          const brightness = (text) => {
            const [r, g, b] = text.match(/[\d.]+/g).map((part) => part / 255).map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
            return 0.2126 * r + 0.7152 * g + 0.0722 * b;
          };
          const [dark, light] = [brightness(backgroundColor), brightness(color)].sort((a, b) => a - b);
          return [backgroundColor, (light + 0.05) / (dark + 0.05)];
        }
        """;

    private const string Overhang = "document.documentElement.scrollWidth - document.documentElement.clientWidth";

    [Fact]
    public async Task Verdict_colours_are_the_same_in_both_themes_with_enough_contrast()
    {
        await using var server = await AppServer.Scanner();
        await using var scanner = await apps.OpenScanner(server);
        var page = scanner.Page;
        var colours = new Dictionary<(string, ColorScheme), string>();
        foreach (var theme in (ColorScheme[])[ColorScheme.Light, ColorScheme.Dark])
        {
            await page.EmulateMediaAsync(new() { ColorScheme = theme });
            server.IsDown = false;
            await page.Locator(".waiting").WaitForAsync(new() { State = WaitForSelectorState.Hidden });
            await See("accepted", "accepted", server.Pass());
            await See("refused", "not-ours", "https://menu.example/");
            server.IsDown = true;
            await See("kept", "kept", server.Pass());

            async Task See(string mood, string kind, string text)
            {
                Assert.Equal(kind, (await scanner.ReadAndSee(text)).Kind);
                var found = await page.EvaluateAsync<JsonElement>(Contrast, $".verdict.{mood}");
                colours[(mood, theme)] = found[0].GetString()!;
                Assert.True(found[1].GetDouble() >= 4.5, $"{mood} {theme}: {found}");
                await scanner.GoOn();
            }
        }
        foreach (var mood in (string[])["accepted", "refused", "kept"])
        {
            Assert.Equal(colours[(mood, ColorScheme.Light)], colours[(mood, ColorScheme.Dark)]);
        }
        Assert.Equal(3, colours.Values.Distinct().Count());
    }

    [Fact]
    public async Task An_entry_that_is_saved_offline_tells_the_staff_that_the_visitor_may_enter()
    {
        await using var server = await AppServer.Scanner();
        await using var scanner = await apps.OpenScanner(server);
        server.IsDown = true;
        Assert.Equal("kept", (await scanner.ReadAndSee(server.Pass())).Kind);
        Assert.Equal("입장 가능", await scanner.Page.Locator(".verdict strong").InnerTextAsync());
        Assert.Equal("Saved, may enter", await scanner.Page.Locator(".verdict .other").First.InnerTextAsync());
    }

    [Fact]
    public async Task A_scanner_on_its_side_shows_the_whole_frame_all_tools_and_a_large_mark()
    {
        await using var server = await AppServer.Scanner();
        await using var scanner = await apps.OpenScanner(server);
        var page = scanner.Page;
        await page.SetViewportSizeAsync(844, 390);
        var frame = await Box(page, ".frame");
        Assert.True(frame.Height >= 200 && frame.Y >= 0 && frame.Y + frame.Height <= 390, $"frame {frame.Y} {frame.Height}");
        foreach (var other in (string[])[".top", ".bottom", ".aim"])
        {
            var box = await Box(page, other);
            var apart =
                box.X >= frame.X + frame.Width
                || box.X + box.Width <= frame.X
                || box.Y >= frame.Y + frame.Height
                || box.Y + box.Height <= frame.Y;
            Assert.True(apart, $"{other} covers the frame");
            Assert.True(box.Y >= 0 && box.Y + box.Height <= 390 && box.X + box.Width <= 844, $"{other} is cut off");
        }
        foreach (var tool in await page.Locator("nav.tools button:visible").AllAsync())
        {
            var box = (await tool.BoundingBoxAsync())!;
            Assert.True(box.Y + box.Height <= 390 && box.Height >= 44, await tool.InnerTextAsync());
        }
        await scanner.ReadAndSee("https://menu.example/");
        Assert.True((await Box(page, ".mark")).Height >= 200);
        Assert.True((await Box(page, ".go-on")).Y + (await Box(page, ".go-on")).Height <= 390);
        Assert.Equal(0, await page.EvaluateAsync<int>(Overhang));
    }

    [Theory]
    [InlineData(195, 422)]
    [InlineData(320, 568)]
    public async Task The_visitors_code_fits_a_small_or_zoomed_screen(int width, int height)
    {
        await using var server = await AppServer.Visitor();
        var page = await apps.OpenVisitor(server);
        await page.SetViewportSizeAsync(width, height);
        await page.Locator("#qr svg").First.WaitForAsync();
        var code = await Box(page, "#qr");
        Assert.True(code.X >= 0 && code.X + code.Width <= width && code.Width >= 0.8 * width, $"{code.X} {code.Width}");
        Assert.Equal(0, await page.EvaluateAsync<int>(Overhang));
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task A_tap_on_the_code_shows_it_as_wide_as_the_screen()
    {
        await using var server = await AppServer.Visitor();
        var page = await apps.OpenVisitor(server);
        await page.Locator("#qr svg").First.WaitForAsync();
        var before = await Box(page, "#qr");
        await page.ClickAsync("#qr");
        await page.Locator(".stage[aria-pressed=true]").WaitForAsync();
        Assert.Equal(390, (await Box(page, "#qr")).Width);
        Assert.Equal("self", server.Tickets.Open(await page.CodeOnScreen()).Person);
        await page.ClickAsync("#qr");
        Assert.Equal(before.Width, (await Box(page, "#qr")).Width);

        await page.FocusAsync(".stage");
        await page.Keyboard.PressAsync("Enter");
        await page.Locator(".stage[aria-pressed=true]").WaitForAsync();
        await page.Keyboard.PressAsync("Escape");
        await page.Locator(".stage[aria-pressed=false]").WaitForAsync();
        await page.Context.CloseAsync();
    }

    private static async Task<LocatorBoundingBoxResult> Box(IPage page, string selector) =>
        (await page.Locator(selector).First.BoundingBoxAsync())!;
}
