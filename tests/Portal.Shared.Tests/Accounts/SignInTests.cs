using KiPass.Portal.Shared.Accounts;
using KiPass.Portal.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace KiPass.Portal.Shared.Tests.Accounts;

public sealed class SignInTests
{
    private const string Address = "owner@example.com";

    [Fact]
    public async Task Ends_the_attempts_from_an_address_for_ten_minutes_after_five_wrong_passwords()
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
    public async Task Each_of_several_concurrent_wrong_passwords_counts()
    {
        using var accounts = new AccountsFixture();
        await accounts.SignedUp(Address);

        await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => Enter(accounts, "not the right password")));

        Assert.Equal(SignInOutcome.Refused, await Enter(accounts, AccountsFixture.Password));
    }

    [Fact]
    public async Task Wrong_second_factor_codes_end_the_attempts_from_this_address()
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
    public async Task An_unknown_email_address_is_rejected_like_a_wrong_password()
    {
        using var accounts = new AccountsFixture();
        await accounts.SignedUp(Address);
        Assert.Equal(SignInOutcome.Refused, await Enter(accounts, AccountsFixture.Password, "nobody@example.com"));
    }

    private static Task<SignInOutcome> Enter(AccountsFixture accounts, string password, string address = Address) =>
        accounts.Request(async request => (await request.GetRequiredService<SignIn>().WithPassword(address, password)).Outcome);
}
