using System.Globalization;
using KiPass.Contracts.Access;
using KiPass.Portal.Officials.Access;
using KiPass.Portal.Officials.Staff;
using KiPass.Portal.Shared.Accounts;
using KiPass.Portal.Shared.Language;
using KiPass.Portal.Testing;
using KiPass.Portal.Testing.Forms;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Localization;

namespace KiPass.Portal.Officials.Tests.Forms;

/// <summary>Every wrong or empty field of the forms about the staff gets one message at the field.</summary>
public sealed class StaffFormTests(OfficialsFixture portal) : IClassFixture<OfficialsFixture>
{
    [Theory, InlineData("ko"), InlineData("en")]
    [Form("Officials/Staff/StaffChangeForm.razor")]
    public async Task Each_wrong_field_of_an_invitation_gets_one_message(string language)
    {
        using var staff = new StaffFixture();
        var (first, _) = await staff.Administrators();
        await using var page = new TestPage(
            language,
            CallingPortal.Authority,
            TestPage.User(first.Id, AccountRole.Administrator),
            new FakeGrains(),
            staff.Accounts.Services.CreateScope().ServiceProvider
        );
        page.Services.AddScoped<CurrentOfficial>();
        page.Open<StaffPage>("Invite a person");
        foreach (var typed in new[] { "", "nobody", "a b@example.com" })
        {
            await page.Type("E-mail", typed);
            await page.Press("Propose");
            page.Complains(("E-mail", "Enter an e-mail address, for example name@example.com."));
        }
        await page.Type("E-mail", "first@example.go.kr");
        await page.Press("Propose");
        page.Complains(("E-mail", "staff AlreadyStaff"));
    }

    [Theory, InlineData("ko"), InlineData("en")]
    [Form("Officials/Staff/InvitationPage.razor")]
    public async Task Each_wrong_field_of_an_invited_person_gets_one_message(string language)
    {
        CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(language);
        using var texts = new ServiceCollection().AddLogging().AddTexts().BuildServiceProvider();
        using var browser = new TestBrowser();
        await browser.Go(new Uri(portal.Portal, $"/preferences/language/{language}?back=/account/sign-in"));
        var page = new Uri(portal.Portal, $"/account/invitation/{await portal.Invite($"{language}@example.go.kr")}");
        FormMessages.Check(
            await browser.SubmitWrong(
                page,
                "invitation",
                ("Input.Name", ""),
                ("Input.Email", ""),
                ("Input.Phone", "1"),
                ("Input.Password", "")
            ),
            texts.GetRequiredService<IStringLocalizer<Texts>>(),
            ("Your name", "Enter your name."),
            ("E-mail", "Enter an e-mail address, for example name@example.com."),
            ("Mobile phone", "Enter a phone number, for example 010-1234-5678."),
            ("Password", "Use at least 12 characters. A sentence is a good password.")
        );
        FormMessages.Check(
            await browser.SubmitWrong(
                page,
                "invitation",
                ("Input.Name", "이담당"),
                ("Input.Email", "another@example.go.kr"),
                ("Input.Phone", "010-1234-5678"),
                ("Input.Password", AccountsFixture.Password)
            ),
            texts.GetRequiredService<IStringLocalizer<Texts>>(),
            ("E-mail", "This invitation is for another e-mail address.")
        );
    }
}
