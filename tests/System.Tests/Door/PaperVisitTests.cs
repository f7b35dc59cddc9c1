using KiPass.Testing;
using KiPass.Tokens.Jose;
using KiPass.Tokens.Keys;
using KiPass.Tokens.Orders;

namespace KiPass.SystemTests.Door;

/// <summary>Goal: who is written down at a door is readable by the authority alone, from the moment it is typed.</summary>
[Collection(DoorGroup.Name)]
public sealed class PaperVisitTests(DoorFixture door)
{
    [Fact]
    public async Task A_paper_visit_opens_with_the_authoritys_key_only_and_leaves_no_name_on_the_device()
    {
        await using var scanner = await door.OpenScanner();
        await Write(scanner, "남궁시험", "010-9876-5432");
        Assert.Contains("기록했어요", await scanner.Page.Locator(".said:not(:empty)").InnerTextAsync(), StringComparison.Ordinal);

        var posted = Assert.Single(scanner.Posted("/v1/visits/manual"));
        var written = Open(posted.GetProperty("sealed").GetString()!, "authority");
        Assert.NotNull(written);
        Assert.Equal(("남궁시험", "010-9876-5432", door.DeviceHttp.FacilityId), (written.Name, written.Phone, written.Facility));
        Assert.Equal(posted.GetProperty("scanId").GetGuid(), written.ScanId);
        Assert.Equal(posted.GetProperty("enteredAt").GetDateTimeOffset(), written.EnteredAt);
        Assert.Null(Open(posted.GetProperty("sealed").GetString()!, "register"));
        Assert.Null(Open(posted.GetProperty("sealed").GetString()!, "issuer"));

        await scanner.Page.Keyboard.PressAsync("Escape");
        Assert.Equal("accepted", Assert.Single(await scanner.ReadList()).State);
        var kept = await scanner.Page.EvaluateAsync<string>(
            """
            new Promise((resolve) => {
              const opening = indexedDB.open("kipass-scanner");
              opening.onsuccess = () => {
                const all = opening.result.transaction("entries").objectStore("entries").getAll();
                all.onsuccess = () => resolve(JSON.stringify(all.result) + JSON.stringify(localStorage) + document.body.innerHTML);
              };
            })
            """
        );
        Assert.DoesNotContain("남궁시험", kept, StringComparison.Ordinal);
        Assert.DoesNotContain("9876-5432", kept, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_network_a_paper_visit_is_sealed_at_once_kept_and_sent_later_with_its_own_time()
    {
        await using var scanner = await door.OpenScanner();
        await scanner.Page.Until("JSON.parse(localStorage.getItem('kipass.scanner')).authorityKey !== null");
        await scanner.Context.SetOfflineAsync(true);
        await Write(scanner, "황보시험", "12가34나");
        Assert.Contains("저장했어요", await scanner.Page.Locator(".said:not(:empty)").InnerTextAsync(), StringComparison.Ordinal);
        await scanner.Page.Keyboard.PressAsync("Escape");
        await scanner.WaitForKept(1);
        await scanner.Context.SetOfflineAsync(false);
        await scanner.WaitForKept(0);
        var posted = scanner.Posted("/v1/visits/manual")[^1];
        Assert.Equal("12가34나", Open(posted.GetProperty("sealed").GetString()!, "authority")!.Phone);
        Assert.Equal("accepted", Assert.Single(await scanner.ReadList()).State);
    }

    [Fact]
    public async Task A_register_that_swaps_the_authoritys_key_is_noticed_before_anything_is_written()
    {
        var swapped = EcJwk.Create().Public();
        await using var scanner = await door.OpenScanner(paired: false);
        await DoorScanner.Remember(scanner.Context, door.Device);
        await scanner.Context.RouteAsync(
            "**/v1/facility",
            async route =>
            {
                var answer = await route.FetchAsync();
                var body = System.Text.Json.Nodes.JsonNode.Parse(await answer.TextAsync())!;
                body["authorityKey"] = System.Text.Json.JsonSerializer.SerializeToNode(swapped);
                await route.FulfillAsync(new() { Response = answer, Body = body.ToJsonString() });
            }
        );
        await scanner.Reload();
        await scanner.Page.Until($"JSON.parse(localStorage.getItem('kipass.scanner')).authorityKey?.x === '{swapped.X}'");
        await scanner.Page.ClickAsync("nav.tools button:has-text('수기 기록')");
        var shown = await scanner.Page.Locator("output.print").InnerTextAsync();
        Assert.Equal(swapped.Thumbprint, shown.Replace(" ", "", StringComparison.Ordinal).Replace("\n", "", StringComparison.Ordinal));
        Assert.Equal(0, await scanner.Page.Locator("dialog form").CountAsync());
        await scanner.Page.ClickAsync("dialog .quiet:has-text('달라요')");
        Assert.Contains("수기 기록을 쓰지 말고", await scanner.Page.Locator("dialog .warning").InnerTextAsync(), StringComparison.Ordinal);
    }

    private static async Task Write(DoorScanner scanner, string name, string phone)
    {
        await scanner.Page.ClickAsync("nav.tools button:has-text('수기 기록')");
        await scanner.Page.FillAsync("dialog input[type=text] >> nth=0", name);
        await scanner.Page.FillAsync("dialog input[inputmode=tel]", phone);
        await scanner.Page.ClickAsync("dialog button[type=submit]");
    }

    private PaperEntry? Open(string sealedText, string domain) =>
        PaperEntry.Open(sealedText, new FileDecryptionKey(new DomainFolder(Path.Combine(door.Stack.Data, domain)).EncryptionKey()));
}
