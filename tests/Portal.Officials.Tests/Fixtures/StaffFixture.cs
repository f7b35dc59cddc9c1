using System.Text.RegularExpressions;
using KiPass.Contracts.Access;
using KiPass.Portal.Officials.Access;
using KiPass.Portal.Officials.Agency;
using KiPass.Portal.Officials.Audit;
using KiPass.Portal.Officials.Keys;
using KiPass.Portal.Officials.Staff;
using KiPass.Portal.Officials.Store;
using KiPass.Portal.Shared.Accounts;
using KiPass.Portal.Testing;
using KiPass.Tokens.Audit;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace KiPass.Portal.Officials.Tests.Fixtures;

/// <summary>The staff of an authority: its accounts, its store and two administrators in a browser each.</summary>
internal sealed partial class StaffFixture : IDisposable
{
    public static readonly Uri Portal = new("https://officials.example.go.kr/");

    public StaffFixture(string? postgres = null)
    {
        Accounts = new AccountsFixture(
            OfficialsApp.Program,
            postgres,
            (services, settings) =>
            {
                AuthoritySchema.Apply(settings);
                services.AddAuthorityStore(settings);
                services.AddAudit();
                services.AddScoped<Confirmations>();
                services.AddSingleton(new AgencySettings()).AddStaff();
            }
        );
    }

    public AccountsFixture Accounts { get; }

    /// <summary>Two administrators, as after the first start.</summary>
    public async Task<(Official First, Official Second)> Administrators() =>
        (
            await Employ("first@example.go.kr", "010-1111-0001", AccountRole.Administrator, "browser-1"),
            await Employ("second@example.go.kr", "010-1111-0002", AccountRole.Administrator, "browser-2")
        );

    /// <summary>An official with a verified account, in a browser.</summary>
    public async Task<Official> Employ(string email, string phone, AccountRole role, string browser) =>
        new(await Accounts.SignedUp(email, role, phone), Jurisdiction.Nation, role == AccountRole.Approver, browser);

    /// <summary>Two accounts of which only the database knows that they have one number, as earlier releases allowed.</summary>
    public Task<int> GiveSamePhone(Official official, Official other) =>
        Do<AccountsDatabase, int>(async database =>
        {
            var phone = await database.Users.Where(row => row.Id == official.Id).Select(row => row.PhoneNumber).SingleAsync();
            return await database
                .Users.Where(row => row.Id == other.Id)
                .ExecuteUpdateAsync(set =>
                    set.SetProperty(row => row.PhoneNumber, phone).SetProperty(row => row.StaffPhone, (string?)null)
                );
        });

    public Task<StaffOutcome> Propose(Official by, StaffChange change) =>
        Do<StaffService, StaffOutcome>(staff => staff.Propose(by, change));

    public Task<StaffOutcome> Confirm(Official by, Guid proposal) =>
        Do<StaffService, StaffOutcome>(staff => staff.Confirm(by, proposal, Portal));

    public Task<StaffOverview> Overview() => Do<StaffService, StaffOverview>(staff => staff.Overview());

    /// <summary>Proposes a change and gets the proposal.</summary>
    public async Task<Guid> Proposed(Official by, StaffChange change)
    {
        Assert.Equal(StaffOutcome.Done, await Propose(by, change));
        return (await Overview()).Proposed[^1].Id;
    }

    public static StaffChange Invite(string email, AccountRole role = AccountRole.Official) =>
        new(StaffChangeKind.Invite, Email: email, Role: role);

    /// <summary>The secrets of the links that an address received, the latest first.</summary>
    public IReadOnlyList<string> Links(string email) =>
        [.. Accounts.Inbox.Of(Invitations.InboxOf(email)).Select(message => Link().Match(message.Text).Groups["secret"].Value)];

    /// <summary>Two administrators invite a person, who receives the link.</summary>
    public async Task<string> Invited(Official first, Official second, string email, AccountRole role = AccountRole.Official)
    {
        Assert.Equal(StaffOutcome.Done, await Confirm(second, await Proposed(first, Invite(email, role))));
        return Links(email)[0];
    }

    public Task<(StaffEntryOutcome Outcome, Guid AccountId)> Use(string secret, string email, string phone) =>
        Do<StaffEntry, (StaffEntryOutcome, Guid)>(entry =>
            entry.Use(
                secret,
                new SignUpForm
                {
                    Name = "이담당",
                    Email = email,
                    Phone = phone,
                    Password = AccountsFixture.Password,
                }
            )
        );

    public Task<Account> Account(Guid id) =>
        Do<AccountsDatabase, Account>(database => database.Users.AsNoTracking().SingleAsync(row => row.Id == id));

    public Task<TResult> Do<TService, TResult>(Func<TService, Task<TResult>> work)
        where TService : notnull => Accounts.Request(request => work(request.GetRequiredService<TService>()));

    /// <summary>The audit log, each entry as its kind and its reason, after verifying the chain.</summary>
    public async Task<IReadOnlyList<string>> Audit() =>
        [.. (await Entries()).Select(entry => entry.Facts.TryGetValue("reason", out var reason) ? $"{entry.Kind} {reason}" : entry.Kind)];

    public Task<IReadOnlyList<AuditEntry>> Entries() =>
        Do<IDbContextFactory<AuthorityDatabase>, IReadOnlyList<AuditEntry>>(async databases =>
        {
            await using var database = await databases.CreateDbContextAsync();
            var rows = await database.Audit.AsNoTracking().OrderBy(row => row.Number).ToListAsync();
            var verifier = new ChainVerifier();
            Assert.True(rows.TrueForAll(row => verifier.Read(new AuditRecord(row.Number, row.Text, row.Hash))) && verifier.Finish());
            return [.. rows.Select(row => new AuditRecord(row.Number, row.Text, row.Hash).Entry)];
        });

    public void Dispose() => Accounts.Dispose();

    [GeneratedRegex(@"/account/invitation/(?<secret>\S+)")]
    private static partial Regex Link();
}
