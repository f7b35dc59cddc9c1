using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using KiPass.Testing;
using KiPass.Tokens;
using KiPass.Tokens.Jose;
using KiPass.Tokens.Keys;
using KiPass.Tokens.KeyStatements;
using KiPass.Tokens.Orders;

namespace KiPass.SystemTests.Door;

/// <summary>Goal: only the authority can read a paper visit, from the moment it is typed.</summary>
[Collection(DoorGroup.Name)]
public sealed class PaperVisitTests(DoorFixture door)
{
    [Fact]
    public async Task Only_the_authoritys_key_decrypts_a_paper_visit_and_the_device_keeps_no_name()
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
    public async Task An_offline_paper_visit_is_encrypted_immediately_and_sent_with_its_original_time()
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
    public async Task The_scanner_detects_a_replaced_authority_key_before_any_paper_entry()
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
        await scanner.Page.Locator("output.print strong").WaitForAsync();
        var (korean, english) = CheckWords.Of(swapped);
        Assert.Equal([korean, english], await scanner.Page.Locator("output.print > *").AllInnerTextsAsync());
        Assert.NotEqual(CheckWords.Of(EcJwk.Create()).Korean, korean);
        Assert.Equal(0, await scanner.Page.Locator("dialog form").CountAsync());
        await scanner.Page.ClickAsync("dialog .quiet:has-text('달라요')");
        Assert.Contains("수기 기록을 쓰지 말고", await scanner.Page.Locator("dialog .warning").InnerTextAsync(), StringComparison.Ordinal);
    }

    [Fact]
    [Attack("A register replaces the authority's key to read paper entries")]
    public async Task Nobody_reads_a_paper_entry_by_replacing_the_authoritys_key()
    {
        await using var scanner = await door.OpenScanner(paired: false);
        using var http = new HttpClient();
        var known = await http.GetFromJsonAsync<JsonElement>(new Uri(door.Stack.Register, "/.well-known/kipass.json"));
        var device = JsonNode.Parse(door.Device)!;
        device["device"]!["signer"] = known.GetProperty("authority").GetProperty("signingKey").Deserialize<EcJwk>()!.Thumbprint;
        await DoorScanner.Remember(scanner.Context, device.ToJsonString());
        var swapped = EcJwk.Create();
        var isLying = false;
        await scanner.Context.RouteAsync(
            "**/v1/facility",
            async route =>
            {
                var answer = await route.FetchAsync();
                var body = JsonNode.Parse(await answer.TextAsync())!;
                if (isLying)
                {
                    var forger = new FileSigningKey(EcJwk.Create());
                    var statement = new KeyStatement(KoreanDay.Of(DateTimeOffset.UtcNow), forger.PublicKey, swapped.Public());
                    body["authorityKey"] = JsonSerializer.SerializeToNode(swapped.Public());
                    body["keyStatements"] = JsonSerializer.SerializeToNode(new[] { statement.Sign(forger) });
                }
                await route.FulfillAsync(new() { Response = answer, Body = body.ToJsonString() });
            }
        );
        await scanner.Reload();
        await scanner.Page.Until("JSON.parse(localStorage.getItem('kipass.scanner')).signingKey !== null");
        await Write(scanner, "남궁시험", "010-9876-5432");
        Assert.Contains("기록했어요", await scanner.Page.Locator(".said:not(:empty)").InnerTextAsync(), StringComparison.Ordinal);

        isLying = true;
        await scanner.Reload();
        await scanner.Page.Until($"JSON.parse(localStorage.getItem('kipass.scanner')).authorityKey?.x === '{swapped.X}'");
        await scanner.Page.ClickAsync("nav.tools button:has-text('수기 기록')");

        Assert.Contains("사라진 기록은 없어요", await scanner.Page.Locator("dialog .warning").InnerTextAsync(), StringComparison.Ordinal);
        Assert.Equal(0, await scanner.Page.Locator("dialog form").CountAsync());
        var posted = Assert.Single(scanner.Posted("/v1/visits/manual"));
        Assert.Null(PaperEntry.Open(posted.GetProperty("sealed").GetString()!, new FileDecryptionKey(swapped)));
    }

    [Fact]
    [Attack("A used-up paper quota holds up the scans of a door")]
    public async Task No_visit_is_lost_when_the_paper_quota_is_used_up()
    {
        await using var scanner = await door.OpenScanner();
        await scanner.Context.RouteAsync(
            "**/v1/visits/manual",
            route =>
                route.FulfillAsync(
                    new()
                    {
                        Status = 429,
                        ContentType = "application/problem+json",
                        Headers = new Dictionary<string, string> { ["Retry-After"] = "3600" },
                        Body = """{"code":"too-many-requests"}""",
                    }
                )
        );
        await Write(scanner, "남궁시험", "010-9876-5432");
        Assert.Contains("저장했어요", await scanner.Page.Locator(".said:not(:empty)").InnerTextAsync(), StringComparison.Ordinal);
        await scanner.Page.Keyboard.PressAsync("Escape");
        await scanner.WaitForKept(1);

        door.Camera.Show(FakeCamera.Picture(await door.NextVisitor().Pass()));
        Assert.Equal("accepted", (await scanner.NextVerdict()).Kind);
        await scanner.GoOn();
        await scanner.WaitForKept(1);

        // After a reload the scanner asks again.
        await scanner.Context.UnrouteAsync("**/v1/visits/manual");
        await scanner.Reload();
        await scanner.WaitForKept(0);
    }

    /// <summary>Paired before the rotation, and opened for a paper entry only after it.</summary>
    [Fact]
    public async Task A_paired_scanner_follows_a_rotated_signing_key_of_the_authority()
    {
        var authority = new DomainFolder(Path.Combine(door.Stack.Data, "authority"));
        var device = JsonNode.Parse(door.Device)!;
        device["device"]!["signer"] = authority.SigningKey().Thumbprint;
        // So that nothing but the chain makes the scanner trust the key.
        device["device"]!["authority"] = EcJwk.Create().Thumbprint;
        await using var scanner = await door.OpenScanner(paired: false);
        await DoorScanner.Remember(scanner.Context, device.ToJsonString());

        Assert.Equal(0, (await KiPassStack.Command("keys", "rotate", "authority-signing", "--data", door.Stack.Data)).ExitCode);
        var signing = authority.SigningKey();
        await ManualScript.Run("authority-keys", new Dictionary<string, string> { ["DATA"] = door.Stack.Data });
        using var http = new HttpClient();
        await Eventually.True(
            async () =>
                (await http.GetFromJsonAsync<JsonElement>(new Uri(door.Stack.Register, "/.well-known/kipass.json")))
                    .GetProperty("authority")
                    .GetProperty("signingKey")
                    .Deserialize<EcJwk>() == signing.Public(),
            "the new key is in force",
            TimeSpan.FromSeconds(10)
        );

        await scanner.Reload();
        await scanner.Page.Until($"JSON.parse(localStorage.getItem('kipass.scanner')).signingKey?.x === '{signing.X}'");
        await Write(scanner, "선우시험", "010-9876-5432");

        Assert.Contains("기록했어요", await scanner.Page.Locator(".said:not(:empty)").InnerTextAsync(), StringComparison.Ordinal);
        var posted = Assert.Single(scanner.Posted("/v1/visits/manual"));
        Assert.NotNull(Open(posted.GetProperty("sealed").GetString()!, "authority"));
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
