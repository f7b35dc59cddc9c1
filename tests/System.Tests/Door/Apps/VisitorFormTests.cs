using KiPass.Testing;
using Microsoft.Playwright;

namespace KiPass.SystemTests.Door.Apps;

/// <summary>What the visitor's page says while somebody types, waits or leaves.</summary>
[Collection(AppGroup.Name)]
public sealed class VisitorFormTests(AppFixture apps)
{
    [Fact]
    public async Task Empty_fields_get_their_own_message_and_the_first_one_the_focus()
    {
        await using var server = await AppServer.Visitor();
        var page = await apps.OpenVisitor(server, signedIn: false);
        await page.ClickAsync("button[type=submit]");
        Assert.Equal("name", await page.EvaluateAsync<string>("document.activeElement.name"));
        Assert.Equal(
            ["이름을 입력해 주세요.", "생년월일을 입력해 주세요.", "휴대전화 번호를 입력해 주세요."],
            await page.Locator(".field-error:not(:empty)").AllInnerTextsAsync()
        );
        // The error takes the place of the hint, also for screen readers.
        Assert.Equal(0, await page.Locator(".field .hint:visible").CountAsync());
        var described = await page.GetAttributeAsync("input[name=birthDate]", "aria-describedby");
        Assert.Equal("생년월일을 입력해 주세요.", await page.Locator($"#{described}").InnerTextAsync());

        await page.FillAsync("input[name=name]", "김시험");
        await page.FillAsync("input[name=birthDate]", "1990-13-45");
        await page.ClickAsync("button[type=submit]");
        Assert.Equal("birthDate", await page.EvaluateAsync<string>("document.activeElement.name"));
        await page.Locator(".field-error:has-text('1990-03-15처럼')").WaitForAsync();
        Assert.Equal("1990-13-45", await page.InputValueAsync("input[name=birthDate]"));
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task A_button_shows_that_it_works_while_its_answer_is_awaited()
    {
        await using var server = await AppServer.Visitor();
        var answer = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        server.On("GET /simulated-inbox", _ => AppServer.Refusal(404, "route-unknown"));
        server.On(
            "POST /v1/verifications",
            async _ =>
            {
                await answer.Task;
                return Microsoft.AspNetCore.Http.Results.Json(new { verificationId = "one" }, statusCode: 201);
            }
        );
        var page = await apps.OpenVisitor(server, signedIn: false);
        await VisitorActions.SignUp(page, "김시험", "1990-03-15", "010-1234-5678");
        await page.Locator("button[type=submit][aria-busy=true]").WaitForAsync();
        Assert.Equal(
            "turn",
            await page.EvaluateAsync<string>("getComputedStyle(document.querySelector('[aria-busy]'), '::after').animationName")
        );
        answer.SetResult();
        await page.Locator("input.code").WaitForAsync();
        Assert.Equal(0, await page.Locator("[aria-busy]").CountAsync());
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task A_deleted_account_ends_with_a_page_that_says_what_is_gone_and_what_runs_out_when()
    {
        await using var server = await AppServer.Visitor();
        var page = await apps.OpenVisitor(server);
        await page.Locator("#qr svg").First.WaitForAsync();
        await page.ClickAsync("#actions button >> nth=1");
        await page.ClickAsync(".danger:has-text('계정 삭제')");
        await page.ClickAsync("dialog .danger");
        await page.Locator("h1:has-text('계정을 삭제했어요')").WaitForAsync();
        var text = await page.Locator(".goodbye").InnerTextAsync();
        Assert.Contains("이름, 휴대전화 번호, 생년월일, 동반자 정보", text, StringComparison.Ordinal);
        var last = server.Now.AddHours(TestTickets.HoursOfKorea).AddDays(29);
        Assert.Contains($"{last.Month}월 {last.Day}일에 파기돼요", text, StringComparison.Ordinal);
        Assert.Equal("null", await page.EvaluateAsync<string>("String(localStorage.getItem('kipass.session'))"));
        Assert.Equal(0, await page.Locator("input").CountAsync());

        await page.ClickAsync("#actions button:has-text('English')");
        await page.Locator("h1:has-text('Your account is deleted')").WaitForAsync();
        await page.ClickAsync("button:has-text('Sign up again')");
        await page.Locator("input[name=name]").WaitForAsync();
        Assert.Equal("", await page.InputValueAsync("input[name=name]"));
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task The_sixth_digit_of_a_code_sends_it_once_and_a_wrong_code_is_replaced_by_typing()
    {
        await using var server = await AppServer.Visitor();
        server.On("GET /simulated-inbox", _ => AppServer.Refusal(404, "route-unknown"));
        server.On("POST /v1/verifications", _ => Microsoft.AspNetCore.Http.Results.Json(new { verificationId = "one" }, statusCode: 201));
        server.On("POST /v1/verifications/one/confirm", _ => AppServer.Refusal(422, "code-wrong"));
        var page = await apps.OpenVisitor(server, signedIn: false);
        await VisitorActions.SignUp(page, "김시험", "1990-03-15", "010-1234-5678");
        await page.FocusAsync("input.code");
        Assert.Equal("one-time-code", await page.GetAttributeAsync("input.code", "autocomplete"));
        await page.Keyboard.TypeAsync("12345");
        Assert.Equal(["1", "2", "3", "4", "5", ""], await page.Locator(".box").AllInnerTextsAsync());
        Assert.Empty(server.Sent("POST /v1/verifications/one/confirm"));
        await page.Keyboard.TypeAsync("6");
        await page.Locator(".field-error:has-text('인증번호가 다르거나')").WaitForAsync();
        Assert.Equal("123456", Assert.Single(server.Sent("POST /v1/verifications/one/confirm")).GetProperty("code").GetString());

        server.On("POST /v1/verifications/one/confirm", _ => Microsoft.AspNetCore.Http.Results.Json(new { sessionToken = "session" }));
        await page.Keyboard.TypeAsync("654321");
        await page.Locator("#qr svg").First.WaitForAsync();
        Assert.Equal("654321", server.Sent("POST /v1/verifications/one/confirm")[^1].GetProperty("code").GetString());
        Assert.Equal(2, server.Sent("POST /v1/verifications/one/confirm").Count);
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task Consent_is_asked_for_with_a_picture_that_has_a_text()
    {
        await using var server = await AppServer.Visitor();
        var page = await apps.OpenVisitor(server, signedIn: false);
        await VisitorActions.FillPerson(page, "김시험", "1990-03-15", "010-1234-5678");
        await page.ClickAsync("button[type=submit]");
        var picture = page.GetByRole(AriaRole.Img, new() { NameRegex = new("QR 발급회사는 내가 누구인지만 알고") });
        Assert.True(await picture.IsVisibleAsync());
        Assert.Equal(6, await picture.Locator("text").CountAsync());
        // No label leaves its box.
        Assert.True(
            await page.EvaluateAsync<bool>(
                "[...document.querySelectorAll('.consent-picture text')].every((text) => text.getBBox().width <= 142)"
            )
        );
        await page.ClickAsync("#actions button:has-text('English')");
        await page.Locator(".consent-picture text:has-text('Health authority')").WaitForAsync();
        Assert.True(
            await page.EvaluateAsync<bool>(
                "[...document.querySelectorAll('.consent-picture text')].every((text) => text.getBBox().width <= 142)"
            )
        );
        await page.Context.CloseAsync();
    }
}
