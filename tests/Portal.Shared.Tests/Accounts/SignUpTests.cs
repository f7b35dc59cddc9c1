using KiPass.Portal.Shared.Accounts;
using KiPass.Portal.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace KiPass.Portal.Shared.Tests.Accounts;

public sealed class SignUpTests
{
    [Fact]
    public void Every_wrong_field_is_named()
    {
        var wrong = SignUp.Check(
            new SignUpForm
            {
                Name = " ",
                Email = "nobody",
                Phone = "123",
                Password = "short",
            }
        );

        Assert.Equal(["Email", "Name", "Password", "Phone"], wrong.Keys.Order());
    }

    [Theory]
    [InlineData("aaaaaaaaaaaaaaaa")]
    [InlineData("abcdefghijk")]
    [InlineData("")]
    public void Short_or_monotonous_passwords_are_refused(string password) => Assert.NotNull(SignUp.CheckPassword(password));

    [Theory]
    [InlineData("우리 가게는 열두 시에 연다")]
    [InlineData("correct horse battery staple")]
    public void Length_alone_makes_a_password(string password) => Assert.Null(SignUp.CheckPassword(password));

    [Fact]
    public async Task A_wrong_code_costs_a_try_and_the_sixth_try_is_refused_even_when_right()
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
    public async Task A_code_is_void_after_ten_minutes()
    {
        using var accounts = new AccountsFixture();
        var id = await Begin(accounts, "a@example.com");
        var code = AccountsFixture.Code(accounts.Inbox.Of(id).Single(m => m.To == "a@example.com").Text);
        accounts.Time.Advance(TimeSpan.FromMinutes(10));

        Assert.False((await Confirm(accounts, id, code, "")).Email);
    }

    [Fact]
    public async Task The_right_code_is_kept_when_the_other_is_wrong()
    {
        using var accounts = new AccountsFixture();
        var id = await Begin(accounts, "a@example.com");
        var code = AccountsFixture.Code(accounts.Inbox.Of(id).Single(m => m.To == "a@example.com").Text);

        Assert.Equal((true, false), await Confirm(accounts, id, code, "nothing"));
        Assert.Equal((true, false), await Confirm(accounts, id, "", ""));
    }

    [Fact]
    public async Task An_address_with_an_account_looks_the_same_and_its_owner_is_told()
    {
        using var accounts = new AccountsFixture();
        var first = await accounts.SignedUp("a@example.com");

        var second = await Begin(accounts, "A@example.com");

        Assert.NotEqual(first, second);
        Assert.Contains("sign in", Assert.Single(accounts.Inbox.Of(second)).Text);
        Assert.Equal((false, false), await Confirm(accounts, second, "123456", "123456"));
    }

    [Fact]
    public async Task An_address_that_somebody_else_typed_and_never_proved_is_free()
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
