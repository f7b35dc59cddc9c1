using KiPass.Portal.Accounts;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace KiPass.Portal.Tests.Accounts;

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
        Assert.True(await Rest(accounts) is { } rest && rest > TimeSpan.FromMinutes(9) && rest <= TimeSpan.FromMinutes(10));

        await EndRest(accounts);
        Assert.Equal(SignInOutcome.SignedIn, await Enter(accounts, AccountsFixture.Password));
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

    // Identity's lockout goes by the system's clock, not by ours.
    private static Task<TimeSpan?> Rest(AccountsFixture accounts) =>
        accounts.Request(async request =>
            (await request.GetRequiredService<AccountsDatabase>().Users.AsNoTracking().SingleAsync()).LockoutEnd
            - TimeProvider.System.GetUtcNow()
        );

    private static Task<int> EndRest(AccountsFixture accounts) =>
        accounts.Request(request =>
            request
                .GetRequiredService<AccountsDatabase>()
                .Users.ExecuteUpdateAsync(row =>
                    row.SetProperty(account => account.LockoutEnd, TimeProvider.System.GetUtcNow().AddSeconds(-1))
                )
        );
}
