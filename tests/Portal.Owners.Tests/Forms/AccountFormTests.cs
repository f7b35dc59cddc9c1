using System.Globalization;
using KiPass.Portal.Shared.Accounts;
using KiPass.Portal.Shared.Language;
using KiPass.Portal.Testing;
using KiPass.Portal.Testing.Forms;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Localization;

namespace KiPass.Portal.Owners.Tests.Forms;

/// <summary>Every wrong or empty field of an account page gets one message at the field, in the language that the user chose.</summary>
public sealed class AccountFormTests(OwnersFixture portal) : IClassFixture<OwnersFixture>
{
    private const string Address = "Enter an e-mail address, for example name@example.com.";
    private const string Short = "Use at least 12 characters. A sentence is a good password.";

    private Uri Page(string path) => new(portal.Portal, path);

    [Theory, InlineData("ko"), InlineData("en")]
    [Form("Owners/Accounts/SignUpPage.razor")]
    [Form("Shared/Accounts/Pages/SignUpFields.razor")]
    [Form("Shared/Accounts/Pages/ConfirmPage.razor")]
    [Form("Shared/Controls/Field.razor")]
    public async Task Each_wrong_field_of_a_sign_up_gets_one_message(string language)
    {
        using var browser = await Browser(language);
        const string Consent = "I agree that my name, e-mail and phone number are stored while I have an account.";
        Check(
            await browser.SubmitWrong(Page("/account/sign-up"), "sign-up", SignUp("", "", "", "")),
            ("Your name", "Enter your name."),
            ("E-mail", Address),
            ("Mobile phone", "Enter a phone number, for example 010-1234-5678."),
            ("Password", Short),
            (Consent, "We cannot keep an account without your consent.")
        );
        Check(
            await browser.SubmitWrong(
                Page("/account/sign-up"),
                "sign-up",
                [.. SignUp("김주인", "name@example", "+882 13 300 655", "aaaaaaaaaaaaaaa"), ("Agreed", "true")]
            ),
            ("E-mail", Address),
            ("Mobile phone", "We cannot send messages to this number. Enter a mobile number of an allowed country."),
            ("Password", "Use at least 5 different characters.")
        );

        var (_, confirm) = await browser.Submit(
            Page("/account/sign-up"),
            "sign-up",
            [.. SignUp("김주인", $"{language}-new@example.com", "010-1234-5678", AccountsFixture.Password), ("Agreed", "true")]
        );
        Check(
            await browser.SubmitWrong(Page(confirm!), "confirm", ("Input.EmailCode", ""), ("Input.PhoneCode", "12")),
            ("Code from the e-mail", "The code is wrong or has expired."),
            ("Code from the text message", "The code is wrong or has expired.")
        );
    }

    [Theory, InlineData("ko"), InlineData("en")]
    [Form("Shared/Accounts/Pages/SignInPage.razor")]
    [Form("Shared/Accounts/Pages/SignInCodePage.razor")]
    public async Task A_refused_sign_in_gets_one_message(string language)
    {
        using var browser = await Browser(language);
        Check(
            await browser.SubmitWrong(portal.SignInPage, "sign-in", ("Input.Email", ""), ("Input.Password", "")),
            ("E-mail", "Required."),
            ("Password", "Required.")
        );
        var text = await browser.SubmitWrong(portal.SignInPage, "sign-in", ("Input.Email", "nobody"), ("Input.Password", "wrong"));
        // Whether the address or the password is wrong would reveal which addresses have accounts.
        Check(text);
        Once(text, "Wrong e-mail or password. After five failed attempts you can try again from here in ten minutes.");

        var email = $"{language}-code@example.com";
        await portal.SecondFactor(await portal.Account(email));
        var (_, code) = await browser.Submit(
            portal.SignInPage,
            "sign-in",
            ("Input.Email", email),
            ("Input.Password", AccountsFixture.Password)
        );
        const string Wrong = "The code is wrong or was already used. Wait for the next one.";
        Check(await browser.SubmitWrong(Page(code!), "code", ("Input.Code", "")), ("Code from your authenticator app", Wrong));
        Check(await browser.SubmitWrong(Page(code!), "recovery", ("Recovery.Code", "aaaa")), ("Recovery code", Wrong));
    }

    [Theory, InlineData("ko"), InlineData("en")]
    [Form("Shared/Accounts/Pages/ForgotPage.razor")]
    [Form("Shared/Accounts/Pages/ResetPage.razor")]
    public async Task A_wrong_address_or_new_password_gets_one_message(string language)
    {
        using var browser = await Browser(language);
        Check(await browser.SubmitWrong(Page("/account/forgot"), "forgot", ("Email", "")), ("E-mail", Address));
        Check(await browser.SubmitWrong(Page("/account/forgot"), "forgot", ("Email", "김주인")), ("E-mail", Address));

        var email = $"{language}-reset@example.com";
        var account = await portal.Account(email);
        await browser.Submit(Page("/account/forgot"), "forgot", ("Email", email));
        var link = await portal.Link(account, "/account/reset/");
        Check(await browser.SubmitWrong(Page(link), "reset", ("Input.Password", "short")), ("New password", Short));
    }

    [Theory, InlineData("ko"), InlineData("en")]
    [Form("Shared/Accounts/Pages/AccountPage.razor")]
    [Form("Shared/Accounts/Pages/SecondFactorPage.razor")]
    public async Task A_wrong_change_of_an_account_gets_one_message_per_field(string language)
    {
        using var browser = await Browser(language);
        var email = $"{language}-account@example.com";
        await portal.Account(email);
        await portal.SignIn(browser, email);
        Check(
            await browser.SubmitWrong(portal.AccountPage, "password", ("Change.Present", ""), ("Change.New", "")),
            ("Current password", "Enter your current password."),
            ("New password", Short)
        );
        Check(
            await browser.SubmitWrong(
                portal.AccountPage,
                "password",
                ("Change.Present", "another one"),
                ("Change.New", "a correct new password")
            ),
            ("Current password", "The current password is wrong.")
        );
        Check(
            await browser.SubmitWrong(Page("/account/second-factor"), "enable", ("Input.Code", "")),
            ("Code from your authenticator app", "The code is wrong. Check that the phone's clock is right.")
        );
    }

    private static (string, string)[] SignUp(string name, string email, string phone, string password) =>
        [("Input.Name", name), ("Input.Email", email), ("Input.Phone", phone), ("Input.Password", password)];

    // Not async, so that the culture is that of the test.
    private Task<TestBrowser> Browser(string language)
    {
        CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(language);
        return Opened(language);
    }

    private async Task<TestBrowser> Opened(string language)
    {
        var browser = new TestBrowser();
        await browser.Go(Page($"/preferences/language/{language}?back=/account/sign-in"));
        return browser;
    }

    private static void Check(string html, params (string Label, string Message)[] expected) =>
        Localized(texts => FormMessages.Check(html, texts, expected));

    private static void Once(string html, string message) =>
        Localized(texts =>
            Assert.Single(System.Text.RegularExpressions.Regex.Matches(System.Net.WebUtility.HtmlDecode(html), texts[message].Value))
        );

    private static void Localized(Action<IStringLocalizer<Texts>> check)
    {
        using var services = new ServiceCollection().AddLogging().AddTexts().BuildServiceProvider();
        check(services.GetRequiredService<IStringLocalizer<Texts>>());
    }
}
