using KiPass.Portal.Shared.Accounts;
using KiPass.Portal.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace KiPass.Portal.Shared.Tests.Accounts;

public sealed class SignUpTests
{
    [Fact]
    public async Task Sign_up_reports_every_invalid_field()
    {
        using var accounts = new AccountsFixture();
        var wrong = await accounts.Request(request =>
            Task.FromResult(
                request
                    .GetRequiredService<SignUp>()
                    .Check(
                        new SignUpForm
                        {
                            Name = " ",
                            Email = "nobody",
                            Phone = "123",
                            Password = "short",
                        }
                    )
            )
        );

        Assert.Equal(["Email", "Name", "Password", "Phone"], wrong.Keys.Order());
    }

    [Theory]
    [InlineData("aaaaaaaaaaaaaaaa")]
    [InlineData("abcdefghijk")]
    [InlineData("")]
    public void Rejects_short_or_repetitive_passwords(string password) => Assert.NotNull(SignUp.CheckPassword(password));

    [Theory]
    [InlineData("우리 가게는 열두 시에 연다")]
    [InlineData("correct horse battery staple")]
    public void A_password_needs_only_sufficient_length(string password) => Assert.Null(SignUp.CheckPassword(password));

    [Fact]
    public async Task The_sixth_attempt_is_rejected_even_with_the_correct_code()
    {
        using var accounts = new AccountsFixture();
        var id = await Begin(accounts, "a@example.com");
        var right = AccountsFixture.Code(accounts.Inbox.Of(id).Single(m => m.To == "a@example.com").Text);
        var wrong = right == "000000" ? "111111" : "000000";

        for (var i = 0; i < 5; i++)
        {
            Assert.False((await Confirm(accounts, id, wrong, "")).Email);
        }
        Assert.False((await Confirm(accounts, id, right, "")).Email);
    }

    [Fact]
    public async Task A_confirmation_code_expires_after_ten_minutes()
    {
        using var accounts = new AccountsFixture();
        var id = await Begin(accounts, "a@example.com");
        var code = AccountsFixture.Code(accounts.Inbox.Of(id).Single(m => m.To == "a@example.com").Text);
        accounts.Time.Advance(TimeSpan.FromMinutes(10));

        Assert.False((await Confirm(accounts, id, code, "")).Email);
    }

    [Fact]
    public async Task A_correct_code_stays_confirmed_if_the_other_code_is_wrong()
    {
        using var accounts = new AccountsFixture();
        var id = await Begin(accounts, "a@example.com");
        var code = AccountsFixture.Code(accounts.Inbox.Of(id).Single(m => m.To == "a@example.com").Text);

        Assert.Equal((true, false), await Confirm(accounts, id, code, "nothing"));
        Assert.Equal((true, false), await Confirm(accounts, id, "", ""));
    }

    [Fact]
    public async Task Sign_up_does_not_reveal_an_existing_account_and_notifies_its_owner()
    {
        using var accounts = new AccountsFixture();
        var first = await accounts.SignedUp("a@example.com");

        var second = await Begin(accounts, "A@example.com");

        Assert.NotEqual(first, second);
        Assert.Contains("sign in", Assert.Single(accounts.Inbox.Of(second), message => message.To == "A@example.com").Text);
        Assert.Equal((false, false), await Confirm(accounts, second, "123456", "123456"));
    }

    [Fact]
    public async Task An_unconfirmed_sign_up_does_not_reserve_the_email_address()
    {
        using var accounts = new AccountsFixture();
        await Begin(accounts, "a@example.com");

        await accounts.SignedUp("a@example.com");
    }

    private static Task<Guid> Begin(AccountsFixture accounts, string email) =>
        accounts.Request(request =>
            request
                .GetRequiredService<SignUp>()
                .Begin(
                    new SignUpForm
                    {
                        Name = "이름",
                        Email = email,
                        Phone = "010-1234-5678",
                        Password = AccountsFixture.Password,
                    },
                    AccountRole.Owner
                )
        );

    private static Task<(bool Email, bool Phone)> Confirm(AccountsFixture accounts, Guid id, string email, string phone) =>
        accounts.Request(async request =>
        {
            var (_, emailProven, phoneProven) = await request.GetRequiredService<SignUp>().Confirm(id, email, phone);
            return (emailProven, phoneProven);
        });
}
