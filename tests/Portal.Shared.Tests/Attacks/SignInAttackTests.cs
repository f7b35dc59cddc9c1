using System.Net;
using KiPass.Portal.Shared.Accounts;
using KiPass.Portal.Shared.Accounts.Limits;
using KiPass.Portal.Testing;
using KiPass.Testing;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;

namespace KiPass.Portal.Shared.Tests.Attacks;

public sealed class SignInAttackTests
{
    private const string Address = "owner@example.com";
    private const string Wrong = "not the right password";

    [Fact]
    [Attack("A stranger's wrong passwords lock the owner out")]
    public async Task Nobody_locks_the_owner_out_with_wrong_passwords_from_elsewhere()
    {
        using var accounts = new AccountsFixture();
        await accounts.SignedUp(Address);
        for (var i = 0; i < 20; i++)
        {
            await Enter(accounts, Wrong, from: "198.51.100.1");
        }
        Assert.Equal(SignInOutcome.Refused, await Enter(accounts, AccountsFixture.Password, from: "198.51.100.1"));
        // Nor does hammering on reduce the owner's five attempts.
        for (var i = 0; i < SignInThrottle.Ceiling; i++)
        {
            await Enter(accounts, Wrong, from: "198.51.100.1");
        }
        Assert.Equal(SignInOutcome.Refused, await Enter(accounts, Wrong, from: "203.0.113.9"));
        Assert.Equal(SignInOutcome.SignedIn, await Enter(accounts, AccountsFixture.Password, from: "203.0.113.9"));
    }

    [Fact]
    [Attack("Many addresses send wrong passwords to lock the owner out")]
    public async Task Nobody_locks_the_owner_out_with_wrong_passwords_from_many_addresses()
    {
        using var accounts = new AccountsFixture();
        await accounts.SignedUp(Address);
        for (var i = 0; i < SignInThrottle.Ceiling; i++)
        {
            await Enter(accounts, Wrong, from: $"198.51.100.{i}");
        }
        Assert.Equal(SignInOutcome.Refused, await Enter(accounts, Wrong, from: "198.51.101.1"));
        Assert.Equal(SignInOutcome.Refused, await Enter(accounts, AccountsFixture.Password, from: "198.51.101.1"));
        Assert.Equal(SignInOutcome.SignedIn, await Enter(accounts, AccountsFixture.Password, from: "203.0.113.9"));
    }

    [Fact]
    [Attack("A guesser uses another IPv6 address of its network for each password")]
    public async Task Nobody_guesses_more_passwords_with_the_addresses_of_one_network()
    {
        using var accounts = new AccountsFixture();
        await accounts.SignedUp(Address);
        for (var i = 0; i < 5; i++)
        {
            await Enter(accounts, Wrong, from: $"2001:db8:0:1::{i:x}");
        }
        Assert.Equal(SignInOutcome.Refused, await Enter(accounts, AccountsFixture.Password, from: "2001:db8:0:1::ffff"));
        Assert.Equal(SignInOutcome.SignedIn, await Enter(accounts, AccountsFixture.Password, from: "2001:db8:0:2::1"));
    }

    [Fact]
    [Attack("A guesser tries five passwords after each pause without end")]
    public async Task Nobody_guesses_on_without_growing_pauses()
    {
        using var accounts = new AccountsFixture();
        var throttle = accounts.Services.GetRequiredService<SignInThrottle>();
        var from = IPAddress.Parse("198.51.100.1");
        var taken = 0;
        for (var minute = 0; minute < 24 * 60; minute += 5)
        {
            taken += await throttle.Take(Address, from) ? 1 : 0;
            accounts.Time.Advance(TimeSpan.FromMinutes(5));
        }
        Assert.InRange(taken, 5, 12);
    }

    [Fact]
    [Attack("Concurrent guesses share one attempt")]
    public async Task Nobody_gets_more_attempts_by_sending_them_at_once()
    {
        using var accounts = new AccountsFixture();
        var throttle = accounts.Services.GetRequiredService<SignInThrottle>();
        var answers = await Task.WhenAll(Enumerable.Range(0, 30).Select(_ => throttle.Take(Address, IPAddress.Loopback)));
        Assert.Equal(5, answers.Count(allowed => allowed));
    }

    [Fact]
    [Attack("Somebody who knows the password guesses the second factor from many addresses")]
    public async Task Nobody_guesses_codes_of_the_second_factor_from_many_addresses()
    {
        using var accounts = new AccountsFixture();
        var throttle = accounts.Services.GetRequiredService<SignInThrottle>();
        var account = Guid.NewGuid();
        var taken = 0;
        for (var minute = 0; minute < 24 * 60; minute += 5)
        {
            taken += await throttle.TakeCode(account) ? 1 : 0;
            accounts.Time.Advance(TimeSpan.FromMinutes(5));
        }
        Assert.InRange(taken, 5, 40);
    }

    [Theory]
    [InlineData("nobody@example.com", AccountsFixture.Password, "198.51.100.1")]
    [InlineData("pending@example.com", AccountsFixture.Password, "198.51.100.1")]
    [InlineData(Address, Wrong, "198.51.100.1")]
    [InlineData(Address, AccountsFixture.Password, "198.51.100.66")]
    [InlineData("nobody@example.com", AccountsFixture.Password, "198.51.100.66")]
    [Attack("The response tells whether an account exists, is locked or is not verified")]
    public async Task Nobody_learns_from_a_refusal_whether_an_account_exists(string email, string password, string from)
    {
        var hasher = new CountingHasher();
        using var accounts = new AccountsFixture(store: (services, _) => services.AddSingleton<IPasswordHasher<Account>>(hasher));
        await accounts.SignedUp(Address);
        await accounts.Begun("pending@example.com");
        for (var i = 0; i < 6; i++)
        {
            // This address must wait, for the existing and the unknown account alike.
            await Enter(accounts, Wrong, from: "198.51.100.66");
            await Enter(accounts, Wrong, "nobody@example.com", "198.51.100.66");
        }
        hasher.Verified = 0;

        Assert.Equal(SignInOutcome.Refused, await Enter(accounts, password, email, from));
        Assert.Equal(1, hasher.Verified);
    }

    private static Task<SignInOutcome> Enter(AccountsFixture accounts, string password, string email = Address, string? from = null) =>
        accounts.Request(async request => (await request.GetRequiredService<SignIn>().WithPassword(email, password)).Outcome, from);

    private sealed class CountingHasher : PasswordHasher<Account>
    {
        public int Verified { get; set; }

        public override PasswordVerificationResult VerifyHashedPassword(Account user, string hashedPassword, string providedPassword)
        {
            Verified++;
            return base.VerifyHashedPassword(user, hashedPassword, providedPassword);
        }
    }
}
