using System.Data.Common;
using KiPass.Portal.Shared.Accounts;
using KiPass.Portal.Shared.Accounts.Events;
using KiPass.Portal.Testing;
using KiPass.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace KiPass.Portal.Shared.Tests.Attacks;

/// <summary>The events of accounts in the owners' portal.</summary>
public sealed class AccountEventAttackTests
{
    [Fact]
    [Attack("A thief changes factors and passwords unnoticed")]
    public async Task Nobody_changes_how_an_account_signs_in_without_an_event()
    {
        using var accounts = new AccountsFixture();
        var id = await accounts.SignedUp();
        await accounts.Request(async request =>
        {
            var factor = request.GetRequiredService<SecondFactor>();
            var account = await request.GetRequiredService<AccountsDatabase>().Users.SingleAsync();
            var secret = Totp.NewSecret();
            var codes = await factor.Enable(account, secret, Totp.CodeAt(secret, accounts.Time.GetUtcNow()));
            await factor.Redeems(account, codes![0]);
            await factor.Disable(account);
            return true;
        });

        Assert.Equal(
            [
                AccountEventKind.RecoveryCodeUsed,
                AccountEventKind.SecondFactorDisabled,
                AccountEventKind.SecondFactorEnabled,
                AccountEventKind.Verified,
            ],
            (await Events(accounts)).Select(row => row.Kind).OrderBy(kind => $"{kind}")
        );
        Assert.All(await Events(accounts), row => Assert.Equal(id, row.AccountId));
    }

    [Fact]
    [Attack("Failed sign-ins fill the table of account events")]
    public async Task Nobody_fills_the_account_events_by_guessing_passwords()
    {
        using var accounts = new AccountsFixture();
        await accounts.SignedUp("owner@example.com");
        for (var number = 0; number < 7; number++)
        {
            await Guess(accounts, "owner@example.com");
            await Guess(accounts, $"nobody-{number}@example.com");
        }
        Assert.Single(await Events(accounts));

        await accounts.Request(async request =>
        {
            await request.GetRequiredService<IAccountAudit>().StoreRefusals();
            return true;
        });
        var refused = Assert.Single(await Events(accounts), row => row.Kind == AccountEventKind.SignInsRefused);
        Assert.Equal((7, "WrongPassword:5 Locked:2"), (refused.Count, refused.Reason));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    [Attack("An intruder in the portal rewrites or removes account events")]
    public async Task Nobody_changes_or_removes_account_events_within_a_year(bool postgres)
    {
        using var accounts = new AccountsFixture(postgres: postgres ? await NewPostgres() : null);
        // The database decides by its own clock.
        accounts.Time.SetUtcNow(TimeProvider.System.GetUtcNow());
        await accounts.SignedUp();
        foreach (var change in new[] { "UPDATE account_event SET \"Kind\" = 'SignedIn'", "DELETE FROM account_event" })
        {
            await Assert.ThrowsAnyAsync<DbException>(() =>
                accounts.Request(request => request.GetRequiredService<AccountsDatabase>().Database.ExecuteSqlRawAsync(change))
            );
        }
        Assert.Single(await Events(accounts));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Account_events_are_destroyed_after_one_year(bool postgres)
    {
        using var accounts = new AccountsFixture(postgres: postgres ? await NewPostgres() : null);
        await accounts.SignedUp();
        accounts.Time.Advance(AccountEventTable.Kept - TimeSpan.FromSeconds(1));
        Assert.Equal(0, await Destroy(accounts));
        accounts.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(1, await Destroy(accounts));
        Assert.Empty(await Events(accounts));
    }

    private static Task<int> Destroy(AccountsFixture accounts) =>
        accounts.Request(request => request.GetRequiredService<AccountEventTable>().Destroy(CancellationToken.None));

    private static Task<List<AccountEvent>> Events(AccountsFixture accounts) =>
        accounts.Request(request => request.GetRequiredService<AccountsDatabase>().Events.AsNoTracking().ToListAsync());

    private static Task<SignInOutcome> Guess(AccountsFixture accounts, string email) =>
        accounts.Request(async request =>
            (await request.GetRequiredService<SignIn>().WithPassword(email, "not the right password")).Outcome
        );

    private static async Task<string> NewPostgres()
    {
        var server = await PostgresServer.Shared;
        return server.ConnectionString(await server.CreateDatabase());
    }
}
