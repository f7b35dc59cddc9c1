using KiPass.Portal.Shared.Accounts;
using KiPass.Portal.Testing;
using KiPass.Testing;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;

namespace KiPass.Portal.Shared.Tests.Attacks;

public sealed class SignUpAttackTests
{
    private const string Email = "owner@example.com";
    private const string Stranger = "a password of the stranger";

    [Fact]
    [Attack("A pending sign-up deletes another's unverified account")]
    public async Task Nobody_ends_the_sign_up_of_another_by_naming_the_same_address()
    {
        using var accounts = new AccountsFixture();
        var own = await accounts.Begun(Email, from: "203.0.113.9");
        await accounts.Begun(Email, "010-9999-0000", Stranger, "198.51.100.1");

        Assert.True(await accounts.Confirmed(own, Email));
        Assert.Equal(SignInOutcome.SignedIn, await Enter(accounts, AccountsFixture.Password));
        Assert.Equal(SignInOutcome.Refused, await Enter(accounts, Stranger));
    }

    [Fact]
    [Attack("A sign-up reserves the address of another person")]
    public async Task Nobody_keeps_the_owner_of_an_address_from_signing_up()
    {
        using var accounts = new AccountsFixture();
        for (var i = 0; i < 3; i++)
        {
            await accounts.Begun(Email, "010-9999-0000", Stranger, "198.51.100.1");
        }
        var own = await accounts.Begun(Email, from: "203.0.113.9");
        Assert.True(await accounts.Confirmed(own, Email));
    }

    [Fact]
    [Attack("Two sign-ups verify one address")]
    public async Task Nobody_shares_an_address_with_another_account()
    {
        using var accounts = new AccountsFixture();
        var (first, second) = (await accounts.Begun(Email, from: "198.51.100.1"), await accounts.Begun(Email, from: "198.51.100.2"));
        Assert.True(await accounts.Confirmed(first, Email));
        Assert.False(await accounts.Confirmed(second, Email));
    }

    [Fact]
    [Attack("A stranger signs up with an address and then signs in, to learn whether it has an account")]
    public async Task Nobody_learns_by_signing_up_whether_an_address_has_an_account()
    {
        using var accounts = new AccountsFixture();
        await accounts.SignedUp(Email);
        var existing = await accounts.Begun(Email, "010-9999-0001", Stranger, "198.51.100.1");
        var unknown = await accounts.Begun("nobody@example.com", "010-9999-0002", Stranger, "198.51.100.2");

        // Both phones receive a code, and both pages accept it.
        foreach (var (id, phone) in new[] { (existing, "+821099990001"), (unknown, "+821099990002") })
        {
            var code = AccountsFixture.Code(accounts.Inbox.Of(id).Single(message => message.To == phone).Text);
            var answer = await accounts.Request(request => request.GetRequiredService<SignUp>().Confirm(id, "123456", code));
            Assert.Equal((false, true), (answer.Email, answer.Phone));
        }
        Assert.Equal(SignInOutcome.Refused, await Enter(accounts, Stranger));
        Assert.Equal(SignInOutcome.Refused, await Enter(accounts, Stranger, "nobody@example.com"));
    }

    [Fact]
    [Attack("The time of the response tells whether an address has an account")]
    public async Task Nobody_learns_from_the_time_of_a_response_whether_an_address_has_an_account()
    {
        // A gateway that does not answer before the test ends, so that waiting for it would never end.
        var gateway = new SilentGateway();
        using var accounts = new AccountsFixture(
            store: (services, _) => services.AddSingleton<KiPass.Portal.Shared.Accounts.Messages.IMessageSender>(gateway),
            further: ("Portal:MessagesUrl", "http://127.0.0.1:1/")
        );
        var account = new Account
        {
            Id = Guid.NewGuid(),
            UserName = Email,
            Email = Email,
            EmailConfirmed = true,
            PhoneNumberConfirmed = true,
        };
        await accounts.Request(request =>
            request.GetRequiredService<UserManager<Account>>().CreateAsync(account, AccountsFixture.Password)
        );
        var deferred = accounts.Services.GetRequiredService<DeferredWork>();
        await deferred.StartAsync(CancellationToken.None);

        foreach (var email in new[] { Email, "nobody@example.com" })
        {
            var patience = TimeSpan.FromSeconds(30);
            await accounts.Begun(email, from: "198.51.100.1").WaitAsync(patience);
            await accounts.Request(request => request.GetRequiredService<PasswordResets>().Request(email, null)).WaitAsync(patience);
        }
        // Work that still runs would write to the database while its folder is deleted.
        gateway.Answer();
        await deferred.StopAsync(CancellationToken.None);
    }

    private static Task<SignInOutcome> Enter(AccountsFixture accounts, string password, string email = Email) =>
        accounts.Request(async request => (await request.GetRequiredService<SignIn>().WithPassword(email, password)).Outcome);

    private sealed class SilentGateway : KiPass.Portal.Shared.Accounts.Messages.IMessageSender
    {
        private readonly TaskCompletionSource<bool> answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task<bool> Send(Guid accountId, string to, string text) => answer.Task;

        public void Answer() => answer.SetResult(true);
    }
}
