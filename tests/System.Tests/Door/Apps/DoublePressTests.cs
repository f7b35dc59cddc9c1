using KiPass.Testing;
using Microsoft.AspNetCore.Http;
using Microsoft.Playwright;

namespace KiPass.SystemTests.Door.Apps;

/// <summary>Two presses in quick succession do one thing, however fast or slow the answer is.</summary>
[Collection(AppGroup.Name)]
public sealed class DoublePressTests(AppFixture apps)
{
    /// <summary>Whether answers come after the second press.</summary>
    public static TheoryData<bool> Slow => [false, true];

    [Theory]
    [MemberData(nameof(Slow))]
    public async Task Double_clicks_request_and_confirm_a_verification_code_once(bool isSlow)
    {
        await using var server = await AppServer.Visitor();
        var answers = new SlowAnswers(isSlow);
        server.On("GET /simulated-inbox", _ => AppServer.Refusal(404, "route-unknown"));
        answers.On(server, "POST /v1/verifications", () => Results.Json(new { verificationId = "one" }, statusCode: 201));
        answers.On(server, "POST /v1/verifications/one/confirm", () => Results.Json(new { sessionToken = "session" }));
        var page = await apps.OpenVisitor(server, signedIn: false);
        await VisitorActions.FillPerson(page, "김시험", "1990-03-15", "010-1234-5678");
        await page.ClickAsync("button[type=submit]");
        await page.CheckAsync("input[type=checkbox]");
        await page.DblClickAsync("button[type=submit]");
        await answers.Release();
        await page.Locator("input.code").WaitForAsync();
        // The sixth digit sends the code, and so would Enter.
        await page.FillAsync("input.code", "12345");
        await page.FocusAsync("input.code");
        await page.Keyboard.TypeAsync("6");
        await page.Keyboard.PressAsync("Enter");
        await answers.Release();
        await page.Locator("#qr svg").First.WaitForAsync();
        Assert.Single(server.Sent("POST /v1/verifications"));
        Assert.Single(server.Sent("POST /v1/verifications/one/confirm"));
        await page.Context.CloseAsync();
    }

    [Theory]
    [MemberData(nameof(Slow))]
    public async Task Double_clicks_add_and_remove_a_single_companion(bool isSlow)
    {
        await using var server = await AppServer.Visitor();
        var answers = new SlowAnswers(isSlow);
        answers.On(
            server,
            "POST /v1/me/companions",
            () =>
            {
                server.Companions["added"] = "홍아람";
                return Results.Json(new { }, statusCode: 201);
            }
        );
        foreach (var id in new[] { "a", "b", "c" })
        {
            server.Companions[id] = $"홍{id}";
            answers.On(
                server,
                $"DELETE /v1/me/companions/{id}",
                () =>
                {
                    server.Companions.TryRemove(id, out _);
                    return Results.NoContent();
                }
            );
        }
        var page = await apps.OpenVisitor(server);
        await page.ClickAsync("#actions button >> nth=1");
        await page.ClickAsync("summary:has-text('동반자 추가')");
        await page.FillAsync("details input >> nth=0", "홍아람");
        await page.FillAsync("details input >> nth=1", "20160505");
        await page.DblClickAsync("details button[type=submit]");
        await answers.Release();
        await page.Locator("li:has-text('홍아람')").WaitForAsync();
        Assert.Single(server.Sent("POST /v1/me/companions"));

        // The next person's button moves under the finger.
        await page.DblClickAsync("li .danger >> nth=0");
        await answers.Release();
        await Eventually.True(async () => await page.Locator("li .danger").CountAsync() == 3, "one of four is removed");
        await page.LetPass(500);
        Assert.Equal(3, server.Companions.Count);
        await page.Context.CloseAsync();
    }

    [Theory]
    [MemberData(nameof(Slow))]
    public async Task Double_clicks_request_a_session_renewal_and_an_account_deletion_once(bool isSlow)
    {
        await using var server = await AppServer.Visitor();
        var answers = new SlowAnswers(isSlow);
        server.On("GET /simulated-inbox", _ => AppServer.Refusal(404, "route-unknown"));
        answers.On(server, "POST /v1/verifications", () => Results.Json(new { verificationId = "one" }, statusCode: 201));
        answers.On(server, "DELETE /v1/me", Results.NoContent);
        server.On("POST /v1/tickets", _ => AppServer.Refusal(401, "session-unknown"));
        var page = await apps.OpenVisitor(
            server,
            """localStorage.setItem("kipass.person", JSON.stringify({ phone: "+821012345678", name: "김시험", birthDate: "1990-03-15" }))"""
        );
        await page.DblClickAsync(".trouble button");
        await answers.Release();
        await page.Locator("dialog input.code").WaitForAsync();
        await page.LetPass(500);
        Assert.Equal(1, await page.Locator("dialog").CountAsync());
        Assert.Single(server.Sent("POST /v1/verifications"));
        await page.Keyboard.PressAsync("Escape");

        await page.ClickAsync("#actions button >> nth=1");
        await page.ClickAsync(".danger:has-text('계정 삭제')");
        await page.DblClickAsync("dialog .danger");
        await answers.Release();
        await page.Locator("h1:has-text('계정을 삭제했어요')").WaitForAsync();
        Assert.Single(server.Sent("DELETE /v1/me"));
        await page.Context.CloseAsync();
    }

    [Theory]
    [InlineData("오늘 기록")]
    [InlineData("수기 기록")]
    [InlineData("설정")]
    public async Task A_double_click_opens_a_scanner_dialog_once(string button)
    {
        await using var server = await AppServer.Scanner();
        await using var scanner = await apps.OpenScanner(server);
        await scanner.Page.DblClickAsync($"nav.tools button:has-text('{button}')");
        await scanner.Page.WaitForSelectorAsync("dialog[open]");
        await scanner.Page.LetPass(500);
        Assert.Equal(1, await scanner.Page.Locator("dialog").CountAsync());
        await scanner.Page.Keyboard.PressAsync("Escape");
        await scanner.Page.Until("document.querySelectorAll('dialog').length === 0");
    }

    [Theory]
    [MemberData(nameof(Slow))]
    public async Task Double_clicks_send_a_pairing_a_paper_entry_and_an_undo_once(bool isSlow)
    {
        await using var server = await AppServer.Scanner();
        var answers = new SlowAnswers(isSlow);
        answers.On(
            server,
            "POST /v1/devices/pair",
            () =>
                Results.Json(
                    new
                    {
                        deviceId = Guid.NewGuid(),
                        deviceToken = "token",
                        facility = new { id = AppServer.FacilityId, name = "시험 식당" },
                    }
                )
        );
        answers.On(server, "POST /v1/visits/manual", () => Results.Json(new { }, statusCode: 201));
        answers.On(server, "POST /v1/scans/undo", () => Results.Json(new { }));
        await using var scanner = await apps.OpenScanner(
            server,
            paired: false,
            fragment: $"#pair=7KQ2M-4XP9A&authority={AppServer.AuthorityKey.Thumbprint}"
        );
        var page = scanner.Page;
        await page.DblClickAsync("button[type=submit]");
        await answers.Release();
        await page.WaitForSelectorAsync(".door");
        Assert.Single(server.Sent("POST /v1/devices/pair"));

        await page.Until("JSON.parse(localStorage.getItem('kipass.scanner')).authorityKey !== null");
        await page.ClickAsync("nav.tools button:has-text('수기 기록')");
        await page.FillAsync("dialog input[type=text] >> nth=0", "홍길동");
        await page.FillAsync("dialog input[inputmode=tel]", "010-9999-0000");
        await page.DblClickAsync("dialog button[type=submit]");
        await answers.Release();
        await page.Locator(".said[data-kind=accepted]").WaitForAsync();
        await page.LetPass(500);
        Assert.Single(server.Sent("POST /v1/visits/manual"));
        await page.Keyboard.PressAsync("Escape");

        Assert.Equal("accepted", (await scanner.ReadAndSee(server.Pass())).Kind);
        await scanner.GoOn();
        await page.ClickAsync(".last button");
        await page.DblClickAsync("dialog .danger");
        await answers.Release();
        await page.Locator("dialog").WaitForAsync(new() { State = WaitForSelectorState.Detached });
        Assert.Single(server.Sent("POST /v1/scans/undo"));
    }

    /// <summary>Answers that come at once, or only when the test lets them.</summary>
    private sealed class SlowAnswers(bool isSlow)
    {
        private TaskCompletionSource gate = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int waiting;

        public void On(AppServer server, string route, Func<IResult> answer) =>
            server.On(
                route,
                async _ =>
                {
                    if (isSlow)
                    {
                        var held = gate.Task;
                        Interlocked.Increment(ref waiting);
                        await held;
                    }
                    return answer();
                }
            );

        /// <summary>Lets the answer come that is asked for; later ones wait again.</summary>
        public async Task Release()
        {
            if (isSlow)
            {
                await Eventually.True(() => Volatile.Read(ref waiting) > 0, "something was asked for");
                Interlocked.Exchange(ref waiting, 0);
                Interlocked.Exchange(ref gate, new(TaskCreationOptions.RunContinuationsAsynchronously)).SetResult();
            }
        }
    }
}
