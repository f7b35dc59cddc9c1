using System.Text;
using System.Text.RegularExpressions;
using KiPass.SystemTests.Portal;
using KiPass.SystemTests.Visits;
using KiPass.Testing;
using Microsoft.Playwright;

namespace KiPass.SystemTests.Traces;

/// <summary>
/// Goal: contacts of a case are named, but only under an order that another official approved. Method: real visits of visitors of
/// the demo, an order by one official, the approval by another, in a browser, over all four processes.
/// </summary>
[Collection(PortalGroup.Name)]
public sealed partial class TraceJourneyTests(PortalFixture portal)
{
    private const int Contacts = 5;

    [Fact]
    public async Task The_line_list_names_a_contact_once_another_official_approves_the_order()
    {
        var demo = portal.Stack.Demo;
        var phone = demo.GetProperty("indexCase").GetProperty("phone").GetString()!;
        var visitors = demo.GetProperty("visitors").EnumerateArray().Select(v => new DemoVisitor(portal.Stack.Issuer, v)).ToList();
        var index = visitors.First(visitor => visitor.Phone == phone);
        List<DemoVisitor> contacts = [.. visitors.Where(visitor => visitor.Phone != phone).Take(Contacts)];
        await Visit([index, .. contacts]);

        var asks = await portal.Official();
        var order = await Ask(asks, index);
        Assert.Equal(0, await asks.Locator("#export").CountAsync());
        Assert.Equal(404, (await Export(asks, order)).Status);
        Assert.Equal(0, await asks.Locator("#approve-order").CountAsync());

        var approves = await portal.Official("approver");
        await approves.GotoAsync("/approvals");
        await approves.Live();
        Assert.Equal(404, (await Export(approves, order)).Status);
        await approves.Locator($"a[href='/orders/{order}']").First.ClickAsync();
        await approves.ClickAsync("#approve-order");
        await approves.Locator(".mud-dialog .button-sure").ClickAsync();

        // The page of the official who asked follows by itself.
        await asks.WaitForSelectorAsync("#export", new() { Timeout = 60_000 });
        foreach (var contact in contacts)
        {
            await asks.Type("#text", contact.Name);
            var row = asks.Locator(".line-list tbody tr.mud-table-row", new() { HasText = contact.Name })
                .Filter(new() { HasText = Shown(contact.Phone) });
            await row.First.WaitForAsync();
        }
        // People of the demo may share a name, and the week before has contacts of its own.
        var namesakes = asks.Locator(".line-list tbody tr.mud-table-row", new() { HasText = contacts[^1].Name });
        await Eventually.True(
            async () =>
                await namesakes.CountAsync() is var rows and > 0
                && rows == await asks.Locator(".line-list tbody tr.mud-table-row").CountAsync()
                && (await asks.Locator("#row-count").InnerTextAsync()).StartsWith($"{rows}명", StringComparison.Ordinal),
            "the list shows the people of that name alone, and says how many"
        );

        await approves.Context.CloseAsync();
        await Exported(asks, index, contacts);
        await asks.Context.CloseAsync();
    }

    private async Task Visit(IReadOnlyList<DemoVisitor> people)
    {
        var code = portal
            .Stack.Demo.GetProperty("facilities")
            .EnumerateArray()
            .First(f => f.GetProperty("pairingCodes").GetArrayLength() > 0);
        var codes = code.GetProperty("pairingCodes");
        using var device = await ScannerDevice.Pair(portal.Stack.Register, codes[codes.GetArrayLength() - 1].GetString()!);
        foreach (var person in people)
        {
            Assert.Equal("accepted", (await device.Scan(await person.Pass(), Guid.NewGuid())).Code);
        }
    }

    private static async Task<string> Ask(IPage page, DemoVisitor index)
    {
        await page.GotoAsync("/cases");
        await page.Live();
        await page.Type("#Number", $"2020-{Guid.NewGuid():N}"[..20]);
        await page.ClickAsync("#open-case");
        await page.ClickAsync("#new-order");
        await page.WaitForSelectorAsync("#Phone");
        await page.Type("#Phone", "010-12");
        await page.Type("#Name", index.Name);
        await page.Type("#Reason", "집단감염 확인");
        await page.ClickAsync("#submit-order");
        await page.WaitForSelectorAsync("#Phone-error");
        await page.Type("#Phone", Shown(index.Phone));
        await page.ClickAsync("#submit-order");
        await page.Arrives(OrderAddress());
        await page.WaitForSelectorAsync("h1");
        return OrderAddress().Match(page.Url).Groups["id"].Value;
    }

    private static async Task<IAPIResponse> Export(IPage page, string order)
    {
        var token = await page.EvaluateAsync<string>("() => document.querySelector('[name=__RequestVerificationToken]').value");
        var form = page.APIRequest.CreateFormData().Set("format", "csv").Set("__RequestVerificationToken", token);
        return await page.APIRequest.PostAsync($"/orders/{order}/export", new APIRequestContextOptions { Form = form });
    }

    private static async Task Exported(IPage page, DemoVisitor index, List<DemoVisitor> contacts)
    {
        var download = await page.RunAndWaitForDownloadAsync(() => page.ClickAsync("#export button[value=csv]"));
        var bytes = await File.ReadAllBytesAsync(await download.PathAsync());
        Assert.Equal(new byte[] { 0xEF, 0xBB, 0xBF }, bytes[..3]);
        var lines = Encoding.UTF8.GetString(bytes[3..]).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.All(
            contacts,
            contact => Assert.Single(lines, line => line.Contains($",{contact.Name},{Shown(contact.Phone)},", StringComparison.Ordinal))
        );
        Assert.DoesNotContain(lines, line => line.Contains($",{index.Name},{Shown(index.Phone)},", StringComparison.Ordinal));
    }

    private static string Shown(string phone)
    {
        var digits = new string([.. phone.Where(char.IsAsciiDigit)]);
        var national = digits.StartsWith("82", StringComparison.Ordinal) ? "0" + digits[2..] : digits;
        return $"{national[..3]}-{national[3..7]}-{national[7..]}";
    }

    [GeneratedRegex(@"/orders/(?<id>[0-9a-f\-]{36})$")]
    private static partial Regex OrderAddress();
}
