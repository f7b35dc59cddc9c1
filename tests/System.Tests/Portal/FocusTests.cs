using KiPass.Testing;
using Microsoft.Playwright;

namespace KiPass.SystemTests.Portal;

/// <summary>Every control that the Tab key reaches shows that it has the focus (WCAG 2.4.7), and a refused form moves the focus to the error.</summary>
[Collection(PortalGroup.Name)]
public sealed class FocusTests(PortalFixture portal)
{
    private const int MostControls = 200;

    // Inputs and switches of MudBlazor hide the focused element; their frame shows the focus instead.
    private const string Focused = """
        () => {
          const element = document.activeElement;
          if (!element || element === document.body) return null;
          // The page moves the focus to its heading, which is no control.
          if (element.localName === "h1") return "shown h1";
          const frame = element.closest(".mud-input")?.querySelector(".mud-input-outlined-border") ?? element.closest("label");
          const shows = [element, frame].some(one => {
            if (!one) return false;
            const style = getComputedStyle(one);
            return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2 && style.opacity !== "0";
          });
          const label = element.ariaLabel || element.textContent.trim() || element.id || element.name;
          return `${shows ? "shown" : "hidden"} ${element.localName} ${label.slice(0, 40)}`;
        }
        """;

    [Fact]
    public async Task Every_control_of_the_owners_portal_shows_its_focus()
    {
        var facility = portal.Facility("karaoke");
        var owner = await portal.Owner();
        foreach (var page in (string[])["", "/devices", "/premises", "/people", "/details"])
        {
            await Walk(owner, $"/facilities/{facility}{page}");
        }
        await Walk(owner, "/facilities");
        await Walk(owner, "/account");
        await owner.Context.CloseAsync();
    }

    [Fact]
    public async Task Every_control_of_the_officials_portal_shows_its_focus()
    {
        var official = await portal.Official();
        foreach (var page in (string[])["/home", "/cases", "/directory", "/policy/orders/new", "/audit", "/account"])
        {
            await Walk(official, page);
        }
        await official.Context.CloseAsync();
    }

    [Fact]
    public async Task Every_control_of_a_public_page_shows_its_focus()
    {
        var visitor = await portal.NewVisitor(portal.Stack.Owners);
        foreach (var page in (string[])["/", "/account/sign-in", "/account/sign-up"])
        {
            await Walk(visitor, page);
        }
        await visitor.Context.CloseAsync();
    }

    [Fact]
    public async Task A_refused_form_moves_the_focus_to_the_first_wrong_field()
    {
        var visitor = await portal.NewVisitor(portal.Stack.Owners);
        await visitor.Open("/account/sign-up");
        await visitor.FillAsync("[name='Input.Name']", "김새롬");
        await visitor.ClickAsync("main form button[type=submit]");
        await Eventually.True(async () => await FocusedId(visitor) == "Input-Email", "the empty address has the focus");
        Assert.Equal("김새롬", await visitor.InputValueAsync("[name='Input.Name']"));
        await visitor.Context.CloseAsync();

        var owner = await portal.Owner();
        await owner.Open($"/facilities/{portal.Facility("karaoke")}/premises");
        await owner.ClickAsync("#save-zone");
        await Eventually.True(async () => await FocusedId(owner) == "zone-name", "the empty name has the focus");
        await owner.Context.CloseAsync();
    }

    private static Task<string> FocusedId(IPage page) => page.EvaluateAsync<string>("() => document.activeElement.id");

    private static async Task Walk(IPage page, string address)
    {
        await page.Open(address);
        // The page has moved the focus to its heading. The first control of a page is the link to its content.
        await page.Locator("a.skip").FocusAsync();
        var controls = new List<string>();
        for (; controls.Count < MostControls; await page.Keyboard.PressAsync("Tab"))
        {
            if (await page.EvaluateAsync<string?>(Focused) is not { } focused)
            {
                break;
            }
            controls.Add(focused);
        }
        Assert.InRange(controls.Count, 3, MostControls);
        var hidden = controls.Where(one => one.StartsWith("hidden", StringComparison.Ordinal)).ToList();
        Assert.True(hidden.Count == 0, $"{address}: {string.Join(", ", hidden)}");
    }
}
