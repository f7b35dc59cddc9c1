using KiPass.SystemTests.Visits;
using KiPass.Testing;
using Microsoft.Playwright;

namespace KiPass.SystemTests.Portal;

/// <summary>Managing an active facility (state, zones, hours and scanners), as seen in the portal and on a scanner.</summary>
[Collection(PortalGroup.Name)]
public sealed class FacilityLifeTests(PortalFixture portal)
{
    [Fact]
    public async Task A_scanner_works_only_while_its_facility_is_open()
    {
        var facility = portal.Facility("danran-bar");
        var owner = await portal.Owner();
        using var device = await Pair(owner, facility);
        var visitor = new DemoVisitor(portal.Stack.Issuer, portal.Stack.Demo.GetProperty("visitors")[1]);
        Assert.Equal("accepted", (await device.Scan(await visitor.Pass(), Guid.NewGuid())).Code);

        await owner.Open($"/facilities/{facility}/details");
        await owner.ClickAsync("#suspend");
        await owner.Confirm("내부 공사");
        await owner.WaitForSelectorAsync("#resume");
        await Answers(device, visitor, (403, "facility-inactive"));
        await owner.Open($"/facilities/{facility}");
        Assert.Contains("내부 공사", await owner.Locator("main").InnerTextAsync(), StringComparison.Ordinal);

        await owner.Open($"/facilities/{facility}/details");
        await owner.ClickAsync("#resume");
        await owner.WaitForSelectorAsync("#suspend");
        await Answers(device, visitor, (200, "accepted"));

        await owner.ClickAsync("#close");
        await owner.Confirm();
        await Eventually.True(async () => await owner.Locator("#close").CountAsync() == 0, "nothing is left to close");
        Assert.Equal(0, await owner.Locator("#resume").CountAsync());
        await Answers(device, visitor, (403, "facility-inactive"));
        await owner.Open($"/facilities/{facility}/devices");
        Assert.Equal(0, await owner.Locator("#offer").CountAsync());
        await owner.Context.CloseAsync();
    }

    [Fact]
    public async Task An_owner_manages_zones_opening_hours_and_scanners()
    {
        var facility = portal.Facility("group-exercise");
        var owner = await portal.Owner();
        using var device = await Pair(owner, facility);

        await owner.Open($"/facilities/{facility}/premises");
        await owner.ClickAsync("#save-zone");
        await owner.WaitForSelectorAsync("#zone-name-error");
        await owner.Type("#zone-name", "2층 스피닝룸");
        await owner.ClickAsync("#save-zone");
        var zones = owner.Locator("main .rows li");
        await zones.Filter(new LocatorFilterOptions { HasText = "2층 스피닝룸" }).WaitForAsync();
        Assert.Equal("", await owner.InputValueAsync("#zone-name"));
        await zones.First.Locator("button").First.ClickAsync();
        await Assertions.Expect(owner.Locator("#zone-name")).ToHaveValueAsync("2층 스피닝룸");
        await owner.Type("#zone-name", "2층 큰 방");
        await owner.ClickAsync("#save-zone");
        await zones.Filter(new LocatorFilterOptions { HasText = "2층 큰 방" }).WaitForAsync();

        var monday = owner.Locator(".hours-day").First;
        await monday.Locator("[type=checkbox]").CheckAsync();
        await owner.Type("#opens-0", "");
        await owner.ClickAsync("#save-hours");
        await owner.WaitForSelectorAsync("#opens-0-error");
        await owner.Type("#opens-0", "09:30");
        await owner.Type("#closes-0", "23:00");
        await owner.ClickAsync("#save-hours");
        await owner.WaitForSelectorAsync(".mud-snackbar");
        await owner.Open($"/facilities/{facility}/premises");
        Assert.Equal(("09:30", "23:00"), (await owner.InputValueAsync("#opens-0"), await owner.InputValueAsync("#closes-0")));
        Assert.Equal(1, await owner.Locator(".hours [type=checkbox]:checked").CountAsync());
        await owner.ClickAsync("[data-copy='0']");
        Assert.Equal("09:30", await owner.InputValueAsync("#opens-6"));
        Assert.Equal(7, await owner.Locator(".hours [type=checkbox]:checked").CountAsync());

        await owner.Open($"/facilities/{facility}/devices");
        var card = owner.Locator(".device-list .card", new PageLocatorOptions { HasText = "door" });
        await card.Locator(".button-quiet").First.ClickAsync();
        await owner.Locator(".device-list input").FillAsync("옆문");
        await owner.Locator(".device-list select").SelectOptionAsync(new SelectOptionValue { Label = "2층 큰 방" });
        await owner.ClickAsync(".device-list .button:not(.button-quiet)");
        var renamed = owner.Locator(".device-list .card", new PageLocatorOptions { HasText = "옆문" });
        await renamed.Locator("dd").First.WaitForAsync();
        Assert.Equal("2층 큰 방", await renamed.Locator("dd").First.InnerTextAsync());
        await renamed.Locator(".button-refused").ClickAsync();
        await owner.Confirm();
        await renamed.Locator(".chip-refused").WaitForAsync();
        var visitor = new DemoVisitor(portal.Stack.Issuer, portal.Stack.Demo.GetProperty("visitors")[2]);
        await Answers(device, visitor, (403, "device-revoked"));

        await owner.Open($"/facilities/{facility}/premises");
        await zones.First.Locator(".button-refused").ClickAsync();
        await owner.Confirm();
        await owner.WaitForSelectorAsync("main .empty");
        await owner.Context.CloseAsync();
    }

    [Fact]
    public async Task Foreign_and_missing_resources_return_the_same_404()
    {
        var facility = portal.Facility("karaoke");
        var stranger = await portal.NewVisitor(portal.Stack.Owners);
        await stranger.SignUp("남모를", $"stranger-{Guid.NewGuid():N}@example.com");
        string[] pages = ["", "/devices", "/premises", "/people", "/details", "/notice", "/registration"];
        var bodies = new HashSet<string>();
        foreach (var id in (object[])[facility, Guid.NewGuid(), "no-id"])
        {
            foreach (var page in pages)
            {
                var answer = await stranger.APIRequest.GetAsync($"/facilities/{id}{page}");
                Assert.Equal(404, answer.Status);
                await stranger.Open($"/facilities/{id}{page}");
                bodies.Add(await stranger.Locator("main").InnerTextAsync());
            }
        }
        foreach (var address in (string[])["/home", "/reviews", "/directory", "/staff", $"/reviews/{facility}", "/invitations/none"])
        {
            var answer = await stranger.APIRequest.GetAsync(address);
            Assert.Equal(address.StartsWith("/invitations", StringComparison.Ordinal) ? 200 : 404, answer.Status);
        }
        Assert.Single(bodies);
        await stranger.Context.CloseAsync();
    }

    private async Task<ScannerDevice> Pair(IPage owner, Guid facility)
    {
        await owner.Open($"/facilities/{facility}/devices");
        await owner.ClickAsync("#offer");
        var code = await owner.Locator(".pairing-code strong").InnerTextAsync();
        var device = await ScannerDevice.Pair(portal.Stack.Register, code);
        await owner.WaitForSelectorAsync(".pairing .banner-accepted");
        return device;
    }

    // Within the five seconds that a silo remembers an admission: the same scan again and again, which spends its pass once.
    private static async Task Answers(ScannerDevice device, DemoVisitor visitor, (int Status, string Code) expected)
    {
        var (pass, scan) = (await visitor.Pass(), Guid.NewGuid());
        await Eventually.True(
            async () => await device.Scan(pass, scan) is var reply && (reply.Status, reply.Code) == expected,
            $"the scanner hears {expected.Code}"
        );
    }
}
