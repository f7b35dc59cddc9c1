using KiPass.Portal.Officials.Access;
using KiPass.Portal.Officials.Staff;
using KiPass.Portal.Officials.Store;
using KiPass.Portal.Shared.Accounts;
using Microsoft.EntityFrameworkCore;

namespace KiPass.Portal.Officials.Tests.Staff;

public sealed class StaffUpkeepTests
{
    [Fact]
    public async Task An_unverified_account_is_removed_after_a_week()
    {
        using var staff = new StaffFixture();
        var (first, second) = await staff.Administrators();
        var secret = await staff.Invited(first, second, "one@example.com");
        var (_, id) = await staff.Use(secret, "one@example.com", "010-3333-0001");
        await Run(staff);
        Assert.Null((await staff.Account(id)).StaffPhone);

        staff.Accounts.Time.Advance(StaffEntry.Unverified);
        await Run(staff);

        Assert.Equal(2, (await staff.Overview()).Accounts.Count);
    }

    [Fact]
    public async Task An_invited_person_can_fill_in_the_form_again_with_a_new_link()
    {
        using var staff = new StaffFixture();
        var (first, second) = await staff.Administrators();
        var early = await staff.Invited(first, second, "one@example.com");
        await staff.Use(early, "one@example.com", "010-3333-0001");

        var late = await staff.Invited(first, second, "one@example.com");

        Assert.Equal(StaffEntryOutcome.Created, (await staff.Use(late, "one@example.com", "010-3333-0001")).Outcome);
        Assert.Equal(3, (await staff.Overview()).Accounts.Count);
    }

    [Fact]
    public async Task Proposals_lose_the_address_when_they_expire_and_are_removed_after_a_year()
    {
        using var staff = new StaffFixture();
        var (first, _) = await staff.Administrators();
        await staff.Propose(first, StaffFixture.Invite("invited@example.go.kr"));

        staff.Accounts.Time.Advance(StaffService.Life);
        await Run(staff);
        Assert.Equal("", Assert.Single(await Proposals(staff)).Email);

        staff.Accounts.Time.Advance(TwoPeople.Kept);
        await Run(staff);
        Assert.Empty(await Proposals(staff));
    }

    [Fact]
    public async Task An_invitation_can_be_sent_again_with_a_new_link()
    {
        using var staff = new StaffFixture();
        var (first, second) = await staff.Administrators();
        await staff.Invited(first, second, "invited@example.go.kr");
        var open = Assert.Single((await staff.Overview()).Invited);
        Assert.Equal(StaffOutcome.Done, await staff.Do<StaffService, StaffOutcome>(s => s.SendAgain(second, open.Id, StaffFixture.Portal)));
        Assert.Equal(2, staff.Links("invited@example.go.kr").Distinct().Count());
        Assert.Equal(
            ["staff-proposed", "staff-confirmed", "staff-invitation-sent"],
            (await staff.Audit()).Where(kind => kind.StartsWith("staff", StringComparison.Ordinal))
        );
    }

    private static Task<bool> Run(StaffFixture staff) =>
        staff.Do<Ledger, bool>(async ledger =>
        {
            await ledger.Change(StaffEntry.RemoveOld, overtaken: false);
            return await ledger.Change(TwoPeople.RemoveOldSteps, overtaken: false);
        });

    private static Task<List<StaffProposalRow>> Proposals(StaffFixture staff) =>
        staff.Do<IDbContextFactory<AuthorityDatabase>, List<StaffProposalRow>>(async databases =>
        {
            await using var database = await databases.CreateDbContextAsync();
            return await database.StaffProposals.AsNoTracking().ToListAsync();
        });
}
