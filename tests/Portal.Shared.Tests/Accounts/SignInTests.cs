using KiPass.Portal.Shared.Accounts;
using KiPass.Portal.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace KiPass.Portal.Shared.Tests.Accounts;

public sealed class SignInTests
{
    private const string Address = "owner@example.com";

    [Fact]
    public async Task After_five_wrong_passwords_the_right_one_is_refused_for_ten_minutes_and_looks_like_a_wrong_one()
    {
        using var accounts = new AccountsFixture();
        await accounts.SignedUp(Address);
        for (var tries = 0; tries < 4; tries++)
        {
            Assert.Equal(SignInOutcome.Refused, await Enter(accounts, "not the right password"));
        }
        Assert.Equal(SignInOutcome.SignedIn, await Enter(accounts, AccountsFixture.Password));

        for (var tries = 0; tries < 5; tries++)
        {
            Assert.Equal(SignInOutcome.Refused, await Enter(accounts, "not the right password"));
        }
        Assert.Equal(SignInOutcome.Refused, await Enter(accounts, AccountsFixture.Password));
        accounts.Time.Advance(TimeSpan.FromMinutes(10) - TimeSpan.FromSeconds(1));
        Assert.Equal(SignInOutcome.Refused, await Enter(accounts, AccountsFixture.Password));
        accounts.Time.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(SignInOutcome.SignedIn, await Enter(accounts, AccountsFixture.Password));
    }

    [Fact]
    public async Task Wrong_passwords_that_come_at_once_are_counted_each()
    {
        using var accounts = new AccountsFixture();
        await accounts.SignedUp(Address);

        await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => Enter(accounts, "not the right password")));

        Assert.Equal(SignInOutcome.Refused, await Enter(accounts, AccountsFixture.Password));
    }

    [Fact]
    public async Task Wrong_codes_after_the_right_password_rest_the_account_too()
    {
        using var accounts = new AccountsFixture();
        await accounts.SignedUp(Address);
        for (var tries = 0; tries < 5; tries++)
        {
            Assert.False(
                await accounts.Request(async request =>
                    await request
                        .GetRequiredService<SignIn>()
                        .WithSecondFactor(await request.GetRequiredService<AccountsDatabase>().Users.SingleAsync(), "000000", false)
                )
            );
        }
        Assert.Equal(SignInOutcome.Refused, await Enter(accounts, AccountsFixture.Password));
    }

    [Fact]
    public async Task An_unknown_address_is_refused_as_a_wrong_password_is()
    {
        using var accounts = new AccountsFixture();
        await accounts.SignedUp(Address);
        Assert.Equal(SignInOutcome.Refused, await Enter(accounts, AccountsFixture.Password, "nobody@example.com"));
    }

    private static Task<SignInOutcome> Enter(AccountsFixture accounts, string password, string address = Address) =>
        accounts.Request(async request => (await request.GetRequiredService<SignIn>().WithPassword(address, password)).Outcome);
}
