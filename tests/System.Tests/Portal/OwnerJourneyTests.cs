using KiPass.SystemTests.Seam;
using KiPass.SystemTests.Visits;
using KiPass.Testing;
using Microsoft.Playwright;

namespace KiPass.SystemTests.Portal;

/// <summary>From sign-up to the first visit: an owner, an official and a scanner with separate browsers, on real processes.</summary>
[Collection(PortalGroup.Name)]
public sealed class OwnerJourneyTests(PortalFixture portal)
{
    // The smallest PNG there is: one pixel.
    internal static readonly byte[] Certificate = Convert.FromBase64String(
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
    );

    [Fact]
    public async Task A_new_owner_registers_a_facility_and_sees_its_first_scan_counted()
    {
        var owner = await portal.NewVisitor(portal.Stack.Owners);
        await owner.SignUp("김새롬", $"owner-{Guid.NewGuid():N}@example.com");
        var facility = await Register(owner, $"새봄노래연습장 {Guid.NewGuid().ToString()[..4]}");
        await Approve(facility);

        await owner.GotoAsync($"/facilities/{facility}/devices");
        await owner.Live();
        await owner.ClickAsync("#offer");
        var code = await owner.Locator(".pairing-code strong").InnerTextAsync();
        Assert.Matches("확인값 · Check value", await owner.Locator(".pairing").InnerTextAsync());
        using var device = await ScannerDevice.Pair(portal.Stack.Register, code);
        Assert.Equal(facility, device.FacilityId);
        await owner.WaitForSelectorAsync(".pairing .banner-accepted");
        Assert.Contains("door", await owner.Locator(".device-list").InnerTextAsync(), StringComparison.Ordinal);

        var visitor = new DemoVisitor(portal.Stack.Issuer, portal.Stack.Demo.GetProperty("visitors")[0]);
        Assert.Equal("accepted", (await device.Scan(await visitor.Pass(), Guid.NewGuid())).Code);

        await owner.GotoAsync($"/facilities/{facility}");
        await Eventually.True(
            async () => (await owner.Locator(".figures .figure strong").First.InnerTextAsync()).Trim() == "1",
            "the owner sees one entry today"
        );
        await AnotherOwnerSeesNothing(facility);
        await owner.Context.CloseAsync();
    }

    internal static async Task<Guid> Register(IPage owner, string name, string? leaveAt = null)
    {
        await owner.ClickAsync("main a[href='/facilities/new']");
        await owner.Arrives("**/registration");
        await owner.Type("#BusinessNumber", "123-45-67890");
        await owner.ClickAsync("#next");
        Assert.Contains(
            "검증번호가 맞지 않습니다",
            await owner.Locator("#BusinessNumber-error").InnerTextAsync(),
            StringComparison.Ordinal
        );
        Assert.Equal(1, await owner.Locator("#Name-error").CountAsync());

        await owner.Type("#BusinessNumber", "120-88-00767");
        await owner.Type("#Name", name);
        await owner.Type("#OpenedOn", "2015-03-02");
        await owner.Type("#Representative", "김새롬");
        await owner.WaitForFunctionAsync("() => document.querySelector('.saved').textContent.length > 0");
        // What was typed survives the page: a draft is saved as it is typed.
        await owner.ReloadAsync();
        await owner.Live();
        await owner.WaitForSelectorAsync("#District");
        await owner.ChooseRegion("#District", "11110");
        await owner.Type("#Address", "종로 1, 3층");
        await owner.ClickAsync("#next");
        await owner.SelectOptionAsync("#Type", "karaoke");
        await owner.WaitForSelectorAsync(".meaning-say");
        Assert.Contains("노래연습장", await owner.Locator(".meaning").InnerTextAsync(), StringComparison.Ordinal);
        await owner.Type("#Capacity", "40");
        await owner.ClickAsync("#next");
        await owner.Type("#ManagerName", "이관리");
        await owner.Type("#Phone", "02-123-4567");
        await owner.ClickAsync("#next");
        // The number is proven before anything goes on.
        await owner.WaitForSelectorAsync("#Phone-error");
        await owner.ClickAsync("#send-phone-code");
        await owner.Type("#phone-code", await owner.Code("2123"));
        await owner.ClickAsync("#confirm-phone-code");
        await owner.WaitForSelectorAsync("#phone-proven");
        await owner.ClickAsync("#next");

        await owner.WaitForSelectorAsync("#certificate input:enabled", new() { State = WaitForSelectorState.Attached });
        await owner.ClickAsync("#submit");
        await owner.WaitForSelectorAsync("#certificate-error");
        await owner.Choose("#certificate", File("letter.pdf", "application/pdf", "not a pdf"u8.ToArray()));
        await owner.WaitForSelectorAsync(".upload .field-error:has-text('온전한')");
        await owner.Choose("#certificate", File("certificate.png", "image/png", Certificate));
        await owner.WaitForSelectorAsync(".upload .done");
        if (leaveAt is not null)
        {
            await owner.WaitForSelectorAsync(leaveAt);
            return Guid.Parse(new Uri(owner.Url).Segments[^2].TrimEnd('/'));
        }
        await owner.ClickAsync("#submit");
        await owner.Arrives(url => !url.EndsWith("registration", StringComparison.Ordinal));
        await owner.WaitForSelectorAsync(".chip-kept");
        return Guid.Parse(new Uri(owner.Url).Segments[^1]);
    }

    private async Task Approve(Guid facility)
    {
        var official = await portal.Official();
        await official.GotoAsync("/reviews");
        await official.Live();
        await official.ClickAsync($"a[href='/reviews/{facility}']");
        await official.WaitForSelectorAsync("#approve");
        var opened = await official.APIRequest.GetAsync($"/reviews/{facility}/certificate");
        Assert.Equal(200, opened.Status);
        Assert.Equal(Certificate, await opened.BodyAsync());
        // Whoever takes the discs away has it sealed only: nowhere its sixteen bytes that no other picture has.
        Assert.Empty(Searched.Found(Searched.Files(portal.Stack.Data), [.. Searched.Id(Certificate[41..57])]));
        // The sentence that the owner reads is the official's own.
        Assert.Equal("", await official.InputValueAsync("#finding"));
        await official.ClickAsync("#approve");
        await official.WaitForSelectorAsync("#finding-error");
        await official.Type("#finding", "사업자등록증의 번호, 상호, 대표자를 대조함");
        await official.ClickAsync("#approve");
        await official.Confirm();
        await official.WaitForSelectorAsync(".chip-accepted");
        await Eventually.True(
            async () => (await official.APIRequest.GetAsync($"/reviews/{facility}/certificate")).Status == 404,
            "the certificate is destroyed once the registration is decided"
        );
        await official.Context.CloseAsync();
    }

    private async Task AnotherOwnerSeesNothing(Guid facility)
    {
        var other = await portal.Owner();
        foreach (var page in (string[])["", "/devices", "/premises", "/people", "/details", "/notice", "/registration"])
        {
            var answer = await other.GotoAsync($"/facilities/{facility}{page}");
            Assert.Equal(404, answer!.Status);
        }
        await other.Context.CloseAsync();
    }

    private static FilePayload File(string name, string type, byte[] content) =>
        new()
        {
            Name = name,
            MimeType = type,
            Buffer = content,
        };
}
