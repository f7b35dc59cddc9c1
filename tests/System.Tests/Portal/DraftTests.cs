using KiPass.Testing;
using Microsoft.Playwright;

namespace KiPass.SystemTests.Portal;

/// <summary>
/// Unsaved form input survives a portal crash, a permanently lost connection and navigation to another page. It is
/// deleted when it is saved or discarded or the session ends, and the browser stores it encrypted.
/// </summary>
[Collection(PortalGroup.Name)]
public sealed class DraftTests(PortalFixture portal)
{
    [Fact]
    public async Task A_half_filled_form_is_restored_after_the_portal_is_killed()
    {
        var owner = await portal.Owner();
        var details = $"/facilities/{portal.Facility("academy-300")}/details";
        await owner.Open(details);
        var (name, address) = (await owner.InputValueAsync("#Name"), await owner.InputValueAsync("#Address"));
        await owner.Type("#ManagerName", "반쯤입력한사람");
        await owner.ChooseRegion("#District", "26110");
        await owner.UncheckAsync(".check >> nth=0 >> input");
        // The last one is still being typed: its field was not left.
        await owner.FillAsync("#Address", address + " 별관");
        var registration = await owner.Context.NewPageAsync();
        await registration.Open("/facilities/new");
        await registration.WaitForSelectorAsync("#BusinessNumber");
        await registration.Type("#BusinessNumber", "120-88-00767");
        await registration.FillAsync("#Name", "아직 쓰는 중인 이름");
        var draft = new Uri(registration.Url).AbsolutePath;

        var (first, second) = (await Born(owner), await Born(registration));

        portal.Stack.Kill("owners");
        await ComesBack(owner, details, first);
        await ComesBack(registration, draft, second);
        await Shows(registration, "#Name", "아직 쓰는 중인 이름");
        await Shows(registration, "#BusinessNumber", "120-88-00767");

        await Shows(owner, "#ManagerName", "반쯤입력한사람");
        await Shows(owner, "#Address", address + " 별관");
        await Shows(owner, "#District", "부산 중구");
        Assert.False(await owner.IsCheckedAsync(".check >> nth=0 >> input"));
        Assert.Equal(name, await owner.InputValueAsync("#Name"));
        await owner.WaitForSelectorAsync("#restored:not([hidden])");

        // Saved, it is no draft any more.
        await owner.ClickAsync("#restored [data-fine]");
        await owner.ClickAsync("#save");
        await owner.WaitForSelectorAsync(".mud-snackbar");
        await owner.Open(details);
        await Shows(owner, "#ManagerName", "반쯤입력한사람");
        Assert.True(await owner.IsHiddenAsync("#restored"));
        await owner.ChooseRegion("#District", "11680");
        await owner.ClickAsync("#save");
        await owner.WaitForSelectorAsync(".mud-snackbar");
        await owner.Context.CloseAsync();
    }

    [Fact]
    public async Task A_restored_order_form_shows_the_fields_that_depend_on_its_selections()
    {
        var official = await portal.Official();
        await official.Open("/cases");
        await official.Type("#Number", $"2020-{Guid.NewGuid():N}"[..20]);
        await official.ClickAsync("#open-case");
        await official.ClickAsync("#new-order");
        await official.WaitForSelectorAsync("#Phone");
        await official.Type("#Reason", "집단감염 확인");
        await official.Type("#Phone", "010-2222-3333");
        await official.SelectOptionAsync("#Kind", "FacilityWindow");
        await official.Type("#WindowFrom", "2020-06-11T18:30");
        var page = new Uri(official.Url).AbsolutePath;

        var before = await Born(official);
        portal.Stack.Kill("officials");
        await ComesBack(official, page, before);

        await Shows(official, "#Reason", "집단감염 확인");
        await Shows(official, "#WindowFrom", "2020-06-11 18:30");
        await official.SelectOptionAsync("#Kind", "Case");
        await Shows(official, "#Phone", "010-2222-3333");
        await official.Context.CloseAsync();
    }

    [Fact]
    public async Task A_reconnect_to_a_new_circuit_restores_the_form_input()
    {
        var owner = await portal.Owner();
        await owner.Open($"/facilities/{portal.Facility("academy-300")}/details");
        await owner.Type("#ManagerName", "다시붙은사람");
        // The state of a circuit that was kept too short: the page goes on in a new one.
        await owner.EvaluateAsync("() => Blazor.pauseCircuit()");
        await owner.ClickAsync("#components-resume-button");
        await owner.Locator(".lost").WaitForAsync(new LocatorWaitForOptions { State = WaitForSelectorState.Hidden });
        await Shows(owner, "#ManagerName", "다시붙은사람");
        await owner.Context.CloseAsync();
    }

    [Fact]
    public async Task A_draft_survives_navigation_is_stored_encrypted_and_is_deleted_at_sign_out()
    {
        var owner = await portal.Owner();
        var details = $"/facilities/{portal.Facility("academy-300")}/details";
        await owner.Open(details);
        var before = await owner.InputValueAsync("#ManagerName");
        await owner.Type("#ManagerName", "비밀스러운이름");
        await owner.ClickAsync("nav.tabs a >> nth=0");
        await owner.WaitForSelectorAsync(".figures");
        await owner.ClickAsync($"nav.tabs a[href='{details}']");
        await Shows(owner, "#ManagerName", "비밀스러운이름");

        var kept = await Kept(owner);
        Assert.Contains("kipass-draft:", kept, StringComparison.Ordinal);
        Assert.DoesNotContain("비밀", kept, StringComparison.Ordinal);

        await owner.ClickAsync("#restored [data-discard]");
        await Shows(owner, "#ManagerName", before);
        Assert.DoesNotContain("kipass-draft:", await Kept(owner), StringComparison.Ordinal);

        await owner.Live();
        await owner.Type("#ManagerName", "비밀스러운이름");
        await Eventually.True(async () => (await Kept(owner)).Contains("kipass-draft:", StringComparison.Ordinal), "the draft is kept");
        await owner.SignOut();
        await owner.Arrives(portal.Stack.Owners.ToString());
        await Eventually.True(async () => await Kept(owner) == "{}", "nothing stays after signing out");
        await owner.SignIn(portal.Account("owner"));
        await owner.Open(details);
        Assert.Equal(before, await owner.InputValueAsync("#ManagerName"));
        await owner.Context.CloseAsync();
    }

    private static Task<double> Born(IPage page) => page.EvaluateAsync<double>("() => performance.timeOrigin");

    // By itself: nobody presses anything.
    private static async Task ComesBack(IPage page, string address, double before)
    {
        await page.WaitForFunctionAsync(
            "before => performance.timeOrigin > before && document.querySelector('main[data-live]')",
            before,
            new PageWaitForFunctionOptions { Timeout = 90_000 }
        );
        Assert.EndsWith(address, page.Url, StringComparison.Ordinal);
    }

    private static Task<string> Kept(IPage page) => page.EvaluateAsync<string>("() => JSON.stringify({ ...sessionStorage })");

    private static Task Shows(IPage page, string field, string value) =>
        Eventually.True(async () => await page.Locator(field).InputValueAsync() == value, $"{field} shows what was typed");
}
