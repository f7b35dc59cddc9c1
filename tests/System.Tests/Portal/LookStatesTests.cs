using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace KiPass.SystemTests.Portal;

/// <summary>Accessibility of rare page states: empty, invalid, confirmation, under review, suspended, disconnected, and with very long names.</summary>
[Collection(PortalGroup.Name)]
public sealed partial class LookStatesTests(PortalFixture portal)
{
    // As long as a trade name may be, with and without spaces.
    private static readonly string LongName = string.Join(' ', Enumerable.Repeat("서울특별시종로구아주긴이름의노래연습장과", 4))[..76];

    [Fact]
    public async Task Forms_with_validation_errors_are_accessible()
    {
        var page = await portal.NewVisitor(portal.Stack.Owners);
        await Appearance.Check(
            page,
            portal.Stack.Owners,
            async look =>
            {
                await page.GotoAsync("/account/sign-up");
                await page.FillAsync("[name='Input.Name']", "김");
                await page.FillAsync("[name='Input.Email']", "nobody@example.com");
                await page.FillAsync("[name='Input.Phone']", "123");
                await page.FillAsync("[name='Input.Password']", "short");
                await page.CheckAsync("[name=Agreed]");
                await page.ClickAsync("form button[type=submit]");
                await page.Locator(".field-error").First.WaitForAsync();
                Assert.Equal(
                    ("김", "123"),
                    (await page.InputValueAsync("[name='Input.Name']"), await page.InputValueAsync("[name='Input.Phone']"))
                );
                await look("account-sign-up-wrong");
                await page.GotoAsync("/account/sign-in");
                await page.FillAsync("[name='Input.Email']", "nobody@example.com");
                await page.FillAsync("[name='Input.Password']", "no such password");
                await page.ClickAsync("main form button[type=submit]");
                await page.Locator("[role=alert]:visible").First.WaitForAsync();
                await look("account-sign-in-wrong");
            }
        );
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task Every_step_of_an_owners_registration_is_accessible()
    {
        var owner = await portal.NewVisitor(portal.Stack.Owners);
        await owner.SignUp("남궁아주길다란이름을가진사업주", $"look-{Guid.NewGuid():N}@a-rather-long-domain.example.com");
        await Appearance.Check(
            owner,
            portal.Stack.Owners,
            async look =>
            {
                await owner.Open("/facilities");
                await look("facilities-none");
            }
        );
        await PortalFixture.Prefer(owner.Context, portal.Stack.Owners, "ko", "light");
        await owner.Open("/facilities");
        var facility = await OwnerJourneyTests.Register(owner, LongName, leaveAt: "#submit");
        await Appearance.Check(
            owner,
            portal.Stack.Owners,
            async look =>
            {
                for (var step = 0; step < 5; step++)
                {
                    await owner.Open($"/facilities/{facility}/registration");
                    await owner.OpenStep(step);
                    await look($"registration-{step + 1}");
                }
                await owner.OpenStep(0);
                var number = await owner.InputValueAsync("#BusinessNumber");
                await owner.Type("#BusinessNumber", "123-45-67890");
                await owner.ClickAsync("#next");
                await owner.WaitForSelectorAsync("#BusinessNumber-error");
                await look("registration-wrong");
                await owner.Type("#BusinessNumber", number);
                await owner.ClickAsync("#next");
                await owner.WaitForSelectorAsync("#District");
                await owner.Open("/facilities");
                await look("facilities-draft");
            }
        );
        await owner.Open($"/facilities/{facility}/registration");
        await owner.ClickAsync("#submit");
        await owner.Arrives($"**/facilities/{facility}");
        await Appearance.Check(
            owner,
            portal.Stack.Owners,
            async look =>
            {
                await owner.Open($"/facilities/{facility}");
                await look("facilities-submitted");
                await owner.Open($"/facilities/{facility}/details");
                await look("facilities-long-name");
            }
        );
        await Reviewed(facility);
        await Appearance.Check(
            owner,
            portal.Stack.Owners,
            async look =>
            {
                await owner.Open($"/facilities/{facility}");
                await look("facilities-sent-back");
            }
        );
        await owner.Context.CloseAsync();
    }

    [Fact]
    public async Task Dialogs_invitations_pairing_codes_and_a_suspended_facility_are_accessible()
    {
        var owner = await portal.Owner();
        var facility = portal.Facility("standing-concert");
        await owner.Open($"/facilities/{facility}/details");
        await owner.ClickAsync("#suspend");
        await owner.Confirm("내부 공사로 2주 동안 쉽니다. 다시 여는 날은 홈페이지에 알립니다.");
        await owner.WaitForSelectorAsync("#resume");
        await Appearance.Check(
            owner,
            portal.Stack.Owners,
            async look =>
            {
                await owner.Open($"/facilities/{facility}");
                await look("facilities-suspended");
                await owner.Open($"/facilities/{facility}/details");
                await owner.ClickAsync("#close");
                await owner.WaitForSelectorAsync("[role=dialog] .button-sure");
                await look("dialog-close");
                await owner.Open($"/facilities/{facility}/people");
                await owner.ClickAsync("#invite");
                await owner.WaitForSelectorAsync("#invitation-link");
                await look("facilities-one-people-link");
                await owner.GotoAsync(new Uri(await owner.InputValueAsync("#invitation-link")).AbsolutePath);
                await look("invitation");
                await owner.Open($"/facilities/{portal.Facility("entertainment-bar")}/devices");
                await owner.ClickAsync("#offer");
                await owner.WaitForSelectorAsync(".pairing-code");
                await look("facilities-one-devices-pairing");
                await owner.Locator(".device-list .button-quiet").First.ClickAsync();
                await owner.WaitForSelectorAsync(".device-list input");
                await look("facilities-one-devices-rename");
                await owner.Open($"/facilities/{facility}/premises");
                await owner.Locator(".hours [type=checkbox]").First.CheckAsync(new LocatorCheckOptions { Force = true });
                await owner.Type("#zone-name", "2층 서쪽 끝 큰 홀");
                await look("facilities-one-premises-open");
                await owner.Open($"/facilities/{facility}/premises");
                await owner.WaitForSelectorAsync("#restored:not([hidden])");
                await look("restored");
                await owner.EvaluateAsync("() => Blazor.pauseCircuit()");
                await owner.WaitForSelectorAsync(".lost[open]");
                await look("lost-connection");
                await owner.GotoAsync("/not-found");
            }
        );
        await owner.Open($"/facilities/{facility}/details");
        await owner.ClickAsync("#resume");
        await owner.WaitForSelectorAsync("#suspend");
        await owner.Context.CloseAsync();
    }

    [Fact]
    public async Task Pages_reached_by_codes_and_emailed_links_are_accessible()
    {
        var forgetful = await portal.NewVisitor(portal.Stack.Owners);
        await forgetful.GotoAsync("/account/forgot");
        await forgetful.FillAsync("[name=Email]", portal.Account("owner").Email);
        await forgetful.ClickAsync("main form button[type=submit]");
        await forgetful.Arrives("**/account/forgot?done=sent*");
        await LookAt(forgetful, portal.Stack.Owners, "account-forgot-sent");
        await forgetful.GotoAsync(await forgetful.Link(portal.Account("owner").Email));
        await LookAt(forgetful, portal.Stack.Owners, "account-reset");
        await forgetful.Context.CloseAsync();

        var official = await portal.NewVisitor(portal.Stack.Officials);
        var account = portal.Account("approver");
        await official.GotoAsync("/account/sign-in");
        await official.FillAsync("[name='Input.Email']", account.Email);
        await official.FillAsync("[name='Input.Password']", account.Password);
        await official.ClickAsync("main form button[type=submit]");
        await official.Arrives("**/account/sign-in/code*");
        await LookAt(official, portal.Stack.Officials, "account-sign-in-code");
        await official.Context.CloseAsync();

        var email = $"look-{Guid.NewGuid():N}@example.com";
        var administrator = await portal.Official("administrator");
        await administrator.Open("/staff");
        await administrator.Type("#email", email);
        await administrator.ClickAsync("#propose");
        await administrator.WaitForSelectorAsync("#proposals li");
        await LookAt(administrator, portal.Stack.Officials, "staff-proposed");
        Assert.Equal(0, await administrator.Locator("#proposals [data-confirm]").CountAsync());
        await administrator.Context.CloseAsync();

        var other = await portal.Official("second-administrator");
        await other.Open("/staff");
        await LookAt(other, portal.Stack.Officials, "staff-confirm");
        await other.Open("/staff");
        await other.Locator("#proposals li", new PageLocatorOptions { HasText = email }).Locator("[data-confirm]").ClickAsync();
        await other.Confirm();
        await other.WaitForSelectorAsync("#invited li");
        await LookAt(other, portal.Stack.Officials, "staff-invited");
        Assert.DoesNotContain("/account/invitation/", await other.ContentAsync(), StringComparison.Ordinal);
        await other.Context.CloseAsync();

        var invited = await portal.NewVisitor(portal.Stack.Officials);
        await invited.GotoAsync("/account/invited");
        await LookAt(invited, portal.Stack.Officials, "account-invited");
        await invited.GotoAsync("/account/invited");
        await invited.FillAsync("[name=Email]", email);
        await invited.ClickAsync("main form button[type=submit]");
        var message = await invited.Locator(".inbox-text").First.InnerTextAsync();
        await invited.GotoAsync(InvitationLink().Match(message).Value);
        await LookAt(invited, portal.Stack.Officials, "account-invitation");
        await invited.Context.CloseAsync();
    }

    private static async Task LookAt(IPage page, Uri area, string name)
    {
        var address = new Uri(page.Url).PathAndQuery;
        await Appearance.Check(
            page,
            area,
            async look =>
            {
                await page.GotoAsync(address);
                await look(name);
            }
        );
    }

    private async Task Reviewed(Guid facility)
    {
        var official = await portal.Official();
        await Appearance.Check(
            official,
            portal.Stack.Officials,
            async look =>
            {
                await official.Open("/reviews");
                await look("reviews-some");
                await official.Open("/home");
                await look("home-reviews");
                await official.Open($"/reviews/{facility}");
                await look("reviews-submitted");
                await official.ClickAsync("#reject");
                await official.ClickAsync("[role=dialog] .button-sure");
                await official.WaitForSelectorAsync("#reason-error");
                await look("dialog-send-back");
                await official.Open("/directory");
                await official.Type("#search", "이런 이름의 시설은 없습니다");
                await official.WaitForSelectorAsync(".empty");
                await look("directory-none");
            }
        );
        await official.Open($"/reviews/{facility}");
        await official.ClickAsync("#reject");
        await official.Confirm("사업자등록증의 상호와 다릅니다. 등록증과 같게 고쳐 다시 보내 주십시오.");
        await official.Arrives("**/reviews");
        await official.Context.CloseAsync();
    }

    [GeneratedRegex(@"/account/invitation/\S+")]
    private static partial Regex InvitationLink();
}
