using System.Net;
using System.Text.Json;
using KiPass.SystemTests.Portal;
using KiPass.SystemTests.Visits;
using KiPass.Testing;
using Microsoft.Playwright;

namespace KiPass.SystemTests.Door;

/// <summary>Effects of an owner's changes on the scanner, and error messages for invalid pairing codes.</summary>
[Collection(DoorGroup.Name)]
public sealed class OwnersHandTests(DoorFixture door)
{
    [Fact]
    public async Task A_revoked_scanner_keeps_its_queue_and_sends_it_when_paired_again()
    {
        await using var scanner = await door.OpenScanner(paired: false, Look.Phone.Options());
        var page = scanner.Page;
        var pictures = new StatePictures(page, "scanner-owner", Look.Phone);
        var name = $"문 {Guid.NewGuid().ToString()[..4]}";
        await page.FillAsync("input >> nth=1", name);
        await Pair(scanner, door.NextPairingCode());
        await page.Until("!!document.querySelector('.facility').textContent && document.querySelector('.zone').hidden");
        var device = await page.EvaluateAsync<JsonElement>("JSON.parse(localStorage.getItem('kipass.scanner')).device");
        var facility = device.GetProperty("facility").GetProperty("id").GetString();

        var owner = await door.Owner();
        await using var portal = owner.Context;
        await owner.GotoAsync($"/facilities/{facility}/premises");
        await owner.Live();
        var zone = $"2층 홀 {name[^4..]}";
        await owner.Type("#zone-name", zone);
        await owner.ClickAsync(".form button:has-text('추가')");
        await owner.Locator($".rows li:has-text('{zone}')").WaitForAsync();
        await owner.GotoAsync($"/facilities/{facility}/devices");
        await owner.Live();
        var card = owner.Locator($".device-list li:has(h2:text-is('{name}'))");
        await card.Locator("button").First.ClickAsync();
        await card.Locator("select").SelectOptionAsync(new SelectOptionValue { Label = zone });
        await card.Locator(".form button").First.ClickAsync();
        await card.Locator($"dd:has-text('{zone}')").WaitForAsync();
        await Eventually.True(
            async () =>
            {
                await scanner.Reload();
                return await page.Locator(".zone").InnerTextAsync() == zone;
            },
            "the scanner's bar shows its zone"
        );
        await pictures.See("zone");

        await scanner.Context.SetOfflineAsync(true);
        door.Camera.Show(FakeCamera.Picture(await door.NextVisitor().Pass()));
        Assert.Equal("kept", (await scanner.NextVerdict()).Kind);
        await scanner.GoOn();
        Assert.Equal(zone, await page.Locator(".zone").InnerTextAsync());
        await card.Locator(".button-refused").ClickAsync();
        await owner.ClickAsync(".button-sure");
        await card.Locator(".chip-refused").WaitForAsync();
        using var register = new HttpClient { BaseAddress = door.Stack.Register };
        register.DefaultRequestHeaders.Authorization = new("Bearer", device.GetProperty("deviceToken").GetString());
        await Eventually.True(
            async () => (await register.GetAsync("/v1/facility")).StatusCode == HttpStatusCode.Forbidden,
            "the register refuses the device",
            TimeSpan.FromSeconds(6)
        );

        // Back on the network, the register turns it away; what it kept is not lost.
        await scanner.Context.SetOfflineAsync(false);
        await page.Locator(".panel.revoked").WaitForAsync();
        Assert.Contains("보내지 못한 기록 1건", await page.Locator(".panel.revoked").InnerTextAsync(), StringComparison.Ordinal);
        await scanner.Reload(waitForReader: false);
        await page.Locator(".panel.revoked").WaitForAsync();
        await pictures.See("revoked-with-queue");
        Assert.Empty(RecordedVisits.Among(door.Stack.Data, scanner.SentScans.Select(Guid.Parse)));

        await owner.ClickAsync("#offer");
        var code = await owner.Locator(".pairing-code strong").InnerTextAsync();
        await page.ClickAsync(".panel.revoked button");
        await page.Locator(".warning:has-text('1건')").WaitForAsync();
        await Pair(scanner, code);
        await scanner.WaitForKept(0);
        Assert.Equal("accepted", Assert.Single(await scanner.ReadList()).State);
        Assert.Single(RecordedVisits.Among(door.Stack.Data, scanner.SentScans.Distinct().Select(Guid.Parse)));
        pictures.AssertAllWell();
    }

    [Fact]
    public async Task An_invalid_pairing_code_shows_how_to_fix_it()
    {
        await using var scanner = await door.OpenScanner(paired: false, Look.Phone.Options());
        var page = scanner.Page;
        var pictures = new StatePictures(page, "scanner-pairing-wrong", Look.Phone);
        var here = door.Stack.Register.Authority;
        await page.ClickAsync("button:has-text('연결 QR 읽기')");
        door.Camera.Show(FakeCamera.Picture("https://menu.example/"));
        await page.Locator(".field-error:has-text('스캐너 연결 QR이 아니에요')").WaitForAsync();

        const string Foreign = "https://other.example/scanner/#pair=7KQ2M-4XP9A";
        door.Camera.Show(FakeCamera.Picture(Foreign));
        await page.Locator(".field-error:has-text('other.example/scanner/')").WaitForAsync();
        Assert.Contains(
            $"여기({here})에 연결하려면",
            await page.Locator(".field-error:not(:empty)").InnerTextAsync(),
            StringComparison.Ordinal
        );
        await pictures.See("foreign");
        door.Camera.Clear();
        await page.ClickAsync("button:has-text('카메라 끄기')");

        Assert.Contains("다른 서버(other.example)", await Complaint(page, Foreign), StringComparison.Ordinal);
        Assert.Contains("글자와 숫자 10개", await Complaint(page, "7KQ2M"), StringComparison.Ordinal);
        Assert.Empty(scanner.Posted("/v1/devices/pair"));
        await pictures.See("mistyped");
        pictures.AssertAllWell();
        Assert.Contains("포털에서 새 코드를", await Complaint(page, "00000-00000"), StringComparison.Ordinal);
        Assert.Single(scanner.Posted("/v1/devices/pair"));
    }

    private static async Task<string> Complaint(IPage page, string typed)
    {
        await page.FillAsync("input >> nth=0", "");
        await page.FillAsync("input >> nth=0", typed);
        // The complaint about what was typed before must not be read again.
        await page.EvaluateAsync("document.querySelectorAll('.field-error').forEach(error => error.replaceChildren())");
        await page.ClickAsync("button[type=submit]");
        return await page.Locator(".field-error:not(:empty)").InnerTextAsync();
    }

    private static async Task Pair(DoorScanner scanner, string code)
    {
        await scanner.Page.FillAsync("input >> nth=0", code);
        await scanner.Page.ClickAsync("button[type=submit]");
        await scanner.WaitForReader();
    }
}
