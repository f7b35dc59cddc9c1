using KiPass.Portal.Officials.Staff;
using KiPass.Portal.Officials.Store;
using KiPass.Portal.Shared.Accounts;
using KiPass.Testing;
using Microsoft.EntityFrameworkCore;

namespace KiPass.Portal.Officials.Tests.Attacks;

/// <summary>One administrator tries to get the power of two people.</summary>
public sealed class StaffAttackTests : IDisposable
{
    private const string Puppet = "puppet@example.com";
    private readonly StaffFixture staff = new();

    public void Dispose() => staff.Dispose();

    [Fact]
    [Attack("One administrator invites two puppets alone")]
    public async Task Nobody_becomes_two_officials_by_inviting_puppets_alone()
    {
        var (first, _) = await staff.Administrators();
        await staff.Propose(first, StaffFixture.Invite(Puppet));
        await staff.Propose(first, StaffFixture.Invite("puppet2@example.com", AccountRole.Approver));

        Assert.Empty(staff.Links(Puppet));
        Assert.Empty(staff.Links("puppet2@example.com"));
        Assert.Equal(2, (await staff.Overview()).Accounts.Count);
        Assert.Empty(await staff.Do<AccountsDatabase, List<Invitation>>(database => database.Invitations.ToListAsync()));
    }

    [Fact]
    [Attack("An administrator confirms the own proposal")]
    public async Task Nobody_confirms_a_staff_change_that_they_proposed_themselves()
    {
        var (first, _) = await staff.Administrators();
        var proposal = await staff.Proposed(first, StaffFixture.Invite(Puppet));

        Assert.Equal(StaffOutcome.SamePerson, await staff.Confirm(first, proposal));
        Assert.Equal(StaffOutcome.SamePerson, await staff.Confirm(first with { Device = "browser-3" }, proposal));
        Assert.Empty(staff.Links(Puppet));
        Assert.Contains("staff-refused SamePerson", await staff.Audit());
    }

    [Fact]
    [Attack("A second administrator account in the same browser confirms")]
    public async Task Nobody_confirms_a_staff_change_from_the_browser_that_proposed_it()
    {
        var (first, second) = await staff.Administrators();
        var proposal = await staff.Proposed(first, StaffFixture.Invite(Puppet));

        Assert.Equal(StaffOutcome.SamePerson, await staff.Confirm(second with { Device = first.Device }, proposal));
        Assert.Empty(staff.Links(Puppet));
        Assert.Equal(StaffOutcome.Done, await staff.Confirm(second, proposal));
    }

    [Fact]
    [Attack("A second administrator account with the same phone confirms")]
    public async Task Nobody_confirms_a_staff_change_with_a_second_account_on_the_same_phone()
    {
        var (first, second) = await staff.Administrators();
        await staff.GiveSamePhone(first, second);

        Assert.Equal(StaffOutcome.SamePerson, await staff.Confirm(second, await staff.Proposed(first, StaffFixture.Invite(Puppet))));
    }

    [Fact]
    [Attack("An administrator reads the invitation link instead of the invited person")]
    public async Task Nobody_learns_an_invitation_link_but_the_invited_address()
    {
        var (first, second) = await staff.Administrators();
        var secret = await staff.Invited(first, second, "invited@example.go.kr");

        var inboxes = new[] { first.Id, second.Id }.SelectMany(id => staff.Accounts.Inbox.Of(id)).Select(message => message.Text);
        Assert.DoesNotContain(inboxes, text => text.Contains(secret, StringComparison.Ordinal));
        var message = Assert.Single(staff.Accounts.Inbox.Of(Invitations.InboxOf("invited@example.go.kr")));
        Assert.Equal("invited@example.go.kr", message.To);
        var stored = await staff.Do<AccountsDatabase, Invitation>(database => database.Invitations.SingleAsync());
        Assert.NotEqual(secret, stored.Id);
        Assert.DoesNotContain(
            await staff.Entries(),
            entry => entry.Facts.Values.Any(value => value.Contains('@', StringComparison.Ordinal))
        );
    }

    [Theory]
    [InlineData("other@example.com")]
    [InlineData("invited+1@example.go.kr")]
    [Attack("An invitation link is used with another e-mail address")]
    public async Task Nobody_joins_the_staff_with_the_invitation_of_another_address(string email)
    {
        var (first, second) = await staff.Administrators();
        var secret = await staff.Invited(first, second, "invited@example.go.kr");

        Assert.Equal(StaffEntryOutcome.OtherEmail, (await staff.Use(secret, email, "010-2222-0001")).Outcome);
        Assert.Equal(StaffEntryOutcome.Created, (await staff.Use(secret, " Invited@Example.go.kr ", "010-2222-0001")).Outcome);
        Assert.Equal(StaffEntryOutcome.NotFound, (await staff.Use(secret, "invited@example.go.kr", "010-2222-0002")).Outcome);
    }

    [Theory]
    [InlineData("010-1111-0001")]
    [InlineData("01011110001")]
    [InlineData("+82 10 1111 0001")]
    [InlineData("+82-(0)10-1111-0001")]
    [InlineData("０１０－１１１１－０００１")]
    [Attack("One phone number for two staff accounts, in another spelling")]
    public async Task Nobody_gets_two_staff_accounts_on_one_phone(string phone)
    {
        var (first, second) = await staff.Administrators();
        var secret = await staff.Invited(first, second, Puppet);

        Assert.Equal(StaffEntryOutcome.PhoneTaken, (await staff.Use(secret, Puppet, phone)).Outcome);
        Assert.Equal(2, (await staff.Overview()).Accounts.Count);
    }

    [Fact]
    [Attack("A disabled puppet frees its phone number for the next one")]
    public async Task Nobody_gets_a_second_account_on_a_phone_by_disabling_the_first()
    {
        var (first, second) = await staff.Administrators();
        var puppet = await staff.Employ(Puppet, "010-3333-0002", AccountRole.Official, "browser-3");
        var secret = await staff.Invited(first, second, "next@example.com");
        await staff.Do<StaffService, StaffOutcome>(service => service.Disable(first, puppet.Id));

        Assert.Equal(StaffEntryOutcome.PhoneTaken, (await staff.Use(secret, "next@example.com", "010-3333-0002")).Outcome);
    }

    [Theory]
    [InlineData("FIRST@EXAMPLE.GO.KR")]
    [InlineData("first+puppet@example.go.kr")]
    [Attack("A second account in the same mailbox, by another spelling of the address")]
    public async Task Nobody_is_invited_to_a_second_account_in_the_same_mailbox(string email)
    {
        var (first, _) = await staff.Administrators();
        Assert.Equal(StaffOutcome.AlreadyStaff, await staff.Propose(first, StaffFixture.Invite(email)));
    }

    [Fact]
    [Attack("An administrator changes a role without confirmation")]
    public async Task Nobody_changes_a_role_without_a_second_administrator()
    {
        var (first, second) = await staff.Administrators();
        var official = await staff.Employ("official@example.go.kr", "010-4444-0001", AccountRole.Official, "browser-4");
        var change = new StaffChange(StaffChangeKind.ChangeRole, official.Id, Role: AccountRole.Approver, District: "11");
        var proposal = await staff.Proposed(first, change);

        Assert.Equal(AccountRole.Official, (await staff.Account(official.Id)).Role);
        Assert.Equal(StaffOutcome.SamePerson, await staff.Confirm(first, proposal));
        Assert.Equal(AccountRole.Official, (await staff.Account(official.Id)).Role);
        Assert.Equal(StaffOutcome.Done, await staff.Confirm(second, proposal));
        var changed = await staff.Account(official.Id);
        Assert.Equal((AccountRole.Approver, "11"), (changed.Role, changed.District));
        Assert.Equal(StaffOutcome.NotFound, await staff.Confirm(second, proposal));
    }

    [Fact]
    [Attack("An administrator resets the second factor of a colleague alone")]
    public async Task Nobody_takes_over_an_account_by_resetting_its_second_factor_alone()
    {
        var (first, second) = await staff.Administrators();
        await staff.Do<AccountsDatabase, int>(database =>
            database
                .Users.Where(row => row.Id == second.Id)
                .ExecuteUpdateAsync(set =>
                    set.SetProperty(row => row.TwoFactorEnabled, true).SetProperty(row => row.ProtectedTotpSecret, "x")
                )
        );
        var proposal = await staff.Proposed(first, new StaffChange(StaffChangeKind.ResetSecondFactor, second.Id));

        Assert.Equal(StaffOutcome.SamePerson, await staff.Confirm(first, proposal));
        Assert.True((await staff.Account(second.Id)).TwoFactorEnabled);
        Assert.Equal(StaffOutcome.Done, await staff.Confirm(second, proposal));
        Assert.False((await staff.Account(second.Id)).TwoFactorEnabled);
    }

    [Fact]
    [Attack("An official calls the administrators' functions")]
    public async Task Nobody_but_an_administrator_changes_the_staff_whatever_the_session_says()
    {
        var (first, second) = await staff.Administrators();
        var official = await staff.Employ("official@example.go.kr", "010-4444-0001", AccountRole.Approver, "browser-4");
        var proposal = await staff.Proposed(first, StaffFixture.Invite(Puppet));

        Assert.Equal(StaffOutcome.NotAdministrator, await staff.Propose(official, StaffFixture.Invite("x@example.com")));
        Assert.Equal(StaffOutcome.NotAdministrator, await staff.Confirm(official, proposal));
        Assert.Equal(
            StaffOutcome.NotAdministrator,
            await staff.Do<StaffService, StaffOutcome>(service => service.Disable(official, second.Id))
        );
    }

    [Fact]
    [Attack("A disabled administrator acts in a page that is still open")]
    public async Task Nobody_acts_as_an_administrator_after_being_disabled()
    {
        var (first, second) = await staff.Administrators();
        var proposal = await staff.Proposed(first, StaffFixture.Invite(Puppet));
        Assert.Equal(StaffOutcome.Done, await staff.Do<StaffService, StaffOutcome>(service => service.Disable(second, first.Id)));

        Assert.Equal(StaffOutcome.NotAdministrator, await staff.Propose(first, StaffFixture.Invite("x@example.com")));
        Assert.Equal(StaffOutcome.ProposerGone, await staff.Confirm(second, proposal));
        Assert.Empty(staff.Links(Puppet));
    }

    [Fact]
    [Attack("The last administrator disables the others and then acts alone")]
    public async Task Nobody_acts_alone_after_disabling_the_other_administrators()
    {
        var (first, second) = await staff.Administrators();
        await staff.Do<StaffService, StaffOutcome>(service => service.Disable(first, second.Id));
        var proposal = await staff.Proposed(first, StaffFixture.Invite(Puppet, AccountRole.Administrator));

        Assert.Equal(StaffOutcome.SamePerson, await staff.Confirm(first, proposal));
        Assert.Equal(StaffOutcome.OwnAccount, await staff.Do<StaffService, StaffOutcome>(service => service.Disable(first, first.Id)));
        Assert.Empty(staff.Links(Puppet));
    }

    [Fact]
    [Attack("A proposal or link is used after a week")]
    public async Task Nobody_uses_an_old_proposal_or_invitation()
    {
        var (first, second) = await staff.Administrators();
        var secret = await staff.Invited(first, second, "invited@example.go.kr");
        var proposal = await staff.Proposed(first, StaffFixture.Invite(Puppet));
        staff.Accounts.Time.Advance(StaffService.Life);

        Assert.Equal(StaffOutcome.NotFound, await staff.Confirm(second, proposal));
        Assert.Equal(StaffEntryOutcome.NotFound, (await staff.Use(secret, "invited@example.go.kr", "010-5555-0001")).Outcome);
    }

    [Fact]
    [Attack("An earlier link is used after the invitation was sent again or withdrawn")]
    public async Task Nobody_uses_a_link_that_was_replaced_or_withdrawn()
    {
        var (first, second) = await staff.Administrators();
        var early = await staff.Invited(first, second, "invited@example.go.kr");
        var proposal = Assert.Single((await staff.Overview()).Invited).Id;
        await staff.Do<StaffService, StaffOutcome>(service => service.SendAgain(first, proposal, StaffFixture.Portal));
        var late = staff.Links("invited@example.go.kr")[0];

        Assert.Equal(StaffEntryOutcome.NotFound, (await staff.Use(early, "invited@example.go.kr", "010-5555-0001")).Outcome);
        await staff.Do<StaffService, StaffOutcome>(service => service.Decline(second, proposal));
        Assert.Equal(StaffEntryOutcome.NotFound, (await staff.Use(late, "invited@example.go.kr", "010-5555-0001")).Outcome);
    }
}
