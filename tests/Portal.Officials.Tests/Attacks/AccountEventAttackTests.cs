using KiPass.Portal.Officials.Staff;
using KiPass.Portal.Officials.Store;
using KiPass.Portal.Shared.Accounts;
using KiPass.Portal.Shared.Accounts.Events;
using KiPass.Portal.Testing;
using KiPass.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace KiPass.Portal.Officials.Tests.Attacks;

/// <summary>The audit chain of the authority and the sessions of its staff.</summary>
public sealed class AccountEventAttackTests : IDisposable
{
    private readonly StaffFixture staff = new();

    public void Dispose() => staff.Dispose();

    [Fact]
    [Attack("Anonymous sign-ins grow the audit chain")]
    public async Task Nobody_grows_the_audit_chain_by_guessing_accounts_and_passwords()
    {
        var (first, _) = await staff.Administrators();
        var before = (await staff.Entries()).Count;
        for (var number = 0; number < 20; number++)
        {
            await Guess($"nobody-{number}@example.com");
            await Guess("first@example.go.kr");
        }
        Assert.Equal(before, (await staff.Entries()).Count);

        await staff.Do<IAccountAudit, bool>(StoreRefusals);
        await staff.Do<IAccountAudit, bool>(StoreRefusals);
        var entry = Assert.Single((await staff.Entries()).Skip(before));
        Assert.Equal(("account-sign-ins-refused", $"{first.Id}", "20"), (entry.Kind, entry.Facts["by"], entry.Facts["count"]));
    }

    [Fact]
    [Attack("A sign-in leaves no trace")]
    public async Task Nobody_signs_in_without_an_entry_in_the_audit_chain()
    {
        var official = await staff.Employ("official@example.go.kr", "010-4444-0001", AccountRole.Official, "browser-4");
        await Enter(official.Id);

        var entry = (await staff.Entries())[^1];
        Assert.Equal(("account-signed-in", $"{official.Id}"), (entry.Kind, entry.Facts["by"]));
        Assert.Equal(["by"], entry.Facts.Keys);
    }

    [Fact]
    [Attack("A session keeps its old role")]
    public async Task Nobody_keeps_a_role_in_an_old_session_after_it_was_changed()
    {
        var (first, second) = await staff.Administrators();
        var official = await staff.Employ("official@example.go.kr", "010-4444-0001", AccountRole.Approver, "browser-4");
        await Enter(official.Id);
        Assert.Single(await Sessions(official.Id));
        var change = new StaffChange(StaffChangeKind.ChangeRole, official.Id, Role: AccountRole.Official);

        await staff.Confirm(second, await staff.Proposed(first, change));

        Assert.Empty(await Sessions(official.Id));
    }

    [Fact]
    [Attack("A disabled account signs in or keeps its session")]
    public async Task Nobody_signs_in_to_a_disabled_account_or_keeps_its_session()
    {
        var (first, second) = await staff.Administrators();
        await Enter(second.Id);
        await staff.Do<StaffService, StaffOutcome>(service => service.Disable(first, second.Id));

        Assert.Empty(await Sessions(second.Id));
        Assert.Equal(SignInOutcome.Refused, await Guess("second@example.go.kr", AccountsFixture.Password));
        await Enter(second.Id);
        Assert.Empty(
            await staff.Do<AccountsDatabase, IReadOnlyList<string>>(database =>
                database.Devices(second.Id, staff.Accounts.Time.GetUtcNow())
            )
        );
    }

    private static async Task<bool> StoreRefusals(IAccountAudit audit)
    {
        await audit.StoreRefusals();
        return true;
    }

    private Task<SignInOutcome> Guess(string email, string password = "not the right password") =>
        staff.Do<SignIn, SignInOutcome>(async signIn => (await signIn.WithPassword(email, password)).Outcome);

    private Task<bool> Enter(Guid id) =>
        staff.Accounts.Request(async request =>
        {
            var account = await request.GetRequiredService<AccountsDatabase>().Users.SingleAsync(row => row.Id == id);
            await request.GetRequiredService<SignIn>().Enter(account, withSecondFactor: true);
            return true;
        });

    private Task<List<string>> Sessions(Guid id) =>
        staff.Do<AccountsDatabase, List<string>>(database =>
            database.Database.SqlQuery<string>($"SELECT \"Id\" AS \"Value\" FROM account_session WHERE \"AccountId\" = {id}").ToListAsync()
        );
}
