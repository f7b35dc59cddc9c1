using KiPass.Testing;
using Microsoft.Playwright;

namespace KiPass.SystemTests.Portal;

/// <summary>Facility members: invitation links, permissions by role, and transfer of ownership.</summary>
[Collection(PortalGroup.Name)]
public sealed class PeopleTests(PortalFixture portal)
{
    private static readonly string[] Pages = ["", "/devices", "/premises", "/people", "/details", "/notice"];
    private const string Nothing = "404 404 404 404 404 404";

    [Fact]
    public async Task An_invited_manager_has_the_managers_permissions_until_the_owner_changes_them()
    {
        var facility = portal.Facility("colatec");
        var owner = await portal.Owner();
        var link = await Invite(owner, facility, "Manager");

        var manager = await portal.NewVisitor(portal.Stack.Owners);
        await manager.GotoAsync(link);
        Assert.Contains("/account/sign-in", manager.Url, StringComparison.Ordinal);
        await manager.ClickAsync("main a[href*='/account/sign-up']");
        await manager.Arrives("**/account/sign-up*");
        await manager.FillSignUp("정매니", $"manager-{Guid.NewGuid():N}@example.com");
        await manager.Arrives("**/invitations/*");
        await manager.ClickAsync("main form button[type=submit]");
        await manager.Arrives($"**/facilities/{facility}");

        await manager.Open("/facilities");
        Assert.Equal(1, await manager.Locator(".facility-cards > li").CountAsync());
        Assert.Equal("200 200 200 200 200 200", await Answers(manager, facility));
        await manager.Open($"/facilities/{facility}/people");
        Assert.Equal((0, 0), (await manager.Locator("#invite").CountAsync(), await manager.Locator("main .rows button").CountAsync()));
        await manager.Open($"/facilities/{facility}/details");
        Assert.Equal((1, 0, 0), (await Count(manager, "#save"), await Count(manager, "#suspend"), await Count(manager, "#close")));
        // What is the owner's but not the manager's.
        Assert.Equal(Nothing, await Answers(manager, portal.Facility("group-exercise")));

        // The link has served.
        var late = await portal.NewVisitor(portal.Stack.Owners);
        await late.SignUp("한늦은", $"late-{Guid.NewGuid():N}@example.com");
        await late.GotoAsync(link);
        Assert.Equal((0, 1), (await Count(late, "main form"), await Count(late, "main .banner-kept")));

        await owner.Open($"/facilities/{facility}/people");
        var row = owner.Locator("main .rows li", new PageLocatorOptions { HasText = "정매니" });
        await row.Locator("button").First.ClickAsync();
        await Eventually.True(
            async () => await Answers(manager, facility) == "200 200 404 404 404 200",
            "a scanner does not see the people"
        );

        await row.Locator(".button-refused").ClickAsync();
        await owner.Confirm();
        await Eventually.True(async () => await Answers(manager, facility) == Nothing, "who was removed sees nothing");
        foreach (var page in (IPage[])[owner, manager, late])
        {
            await page.Context.CloseAsync();
        }
    }

    [Fact]
    public async Task A_facility_can_be_transferred_to_another_owner_and_back()
    {
        var facility = portal.Facility("direct-sales-hall");
        var before = await portal.Owner();
        var link = await Invite(before, facility, "Owner");

        var after = await portal.NewVisitor(portal.Stack.Owners);
        await after.SignUp("새주인", $"heir-{Guid.NewGuid():N}@example.com");
        await after.GotoAsync(link);
        await after.ClickAsync("main form button[type=submit]");
        await after.Arrives($"**/facilities/{facility}");

        Assert.Equal(Nothing, await Answers(before, facility));
        Assert.Equal("200 200 200 200 200 200", await Answers(after, facility));
        await after.Open($"/facilities/{facility}/people");
        var people = await after.Locator("main .rows").InnerTextAsync();
        Assert.Contains("새주인", people, StringComparison.Ordinal);
        Assert.Equal(3, await after.Locator("main .rows li").CountAsync());

        var back = await Invite(after, facility, "Owner");
        await before.GotoAsync(back);
        await before.ClickAsync("main form button[type=submit]");
        await before.Arrives($"**/facilities/{facility}");
        Assert.Equal(Nothing, await Answers(after, facility));
        await before.Context.CloseAsync();
        await after.Context.CloseAsync();
    }

    [Fact]
    public async Task An_invitation_from_a_former_owner_grants_no_access()
    {
        var facility = portal.Facility("buffet");
        var first = await portal.Owner();
        var stale = await Invite(first, facility, "Manager");
        var second = await portal.NewVisitor(portal.Stack.Owners);
        await second.SignUp("둘째주인", $"second-{Guid.NewGuid():N}@example.com");
        await second.GotoAsync(await Invite(first, facility, "Owner"));
        await second.ClickAsync("main form button[type=submit]");
        await second.Arrives($"**/facilities/{facility}");

        var late = await portal.NewVisitor(portal.Stack.Owners);
        await late.SignUp("한늦은", $"late-{Guid.NewGuid():N}@example.com");
        await late.GotoAsync(stale);
        Assert.Equal((0, 1), (await Count(late, "main form"), await Count(late, "main .banner-kept")));

        await first.GotoAsync(await Invite(second, facility, "Owner"));
        await first.ClickAsync("main form button[type=submit]");
        await first.Arrives($"**/facilities/{facility}");
        foreach (var page in (IPage[])[first, second, late])
        {
            await page.Context.CloseAsync();
        }
    }

    private static async Task<string> Invite(IPage owner, Guid facility, string role)
    {
        await owner.Open($"/facilities/{facility}/people");
        await owner.SelectOptionAsync("#role", role);
        await owner.ClickAsync("#invite");
        var link = await owner.InputValueAsync("#invitation-link");
        return new Uri(link).AbsolutePath;
    }

    private static async Task<string> Answers(IPage page, Guid facility)
    {
        var answers = new List<int>();
        foreach (var one in Pages)
        {
            answers.Add((await page.APIRequest.GetAsync($"/facilities/{facility}{one}")).Status);
        }
        return string.Join(' ', answers);
    }

    private static Task<int> Count(IPage page, string selector) => page.Locator(selector).CountAsync();
}
