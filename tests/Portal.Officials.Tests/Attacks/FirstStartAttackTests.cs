using KiPass.Portal.Officials.Staff;
using KiPass.Portal.Shared.Accounts;
using KiPass.Testing;

namespace KiPass.Portal.Officials.Tests.Attacks;

/// <summary>The links for the first two administrators.</summary>
public sealed class FirstStartAttackTests : IDisposable
{
    private readonly StaffFixture staff = new();

    public void Dispose() => staff.Dispose();

    [Fact]
    [Attack("A first-start link is used a second and a third time")]
    public async Task Nobody_uses_a_first_start_link_twice()
    {
        var links = await Links();
        Assert.Equal(StaffEntryOutcome.Created, (await staff.Use(links[0], "a@example.go.kr", "010-1111-0001")).Outcome);
        Assert.Equal(StaffEntryOutcome.NotFound, (await staff.Use(links[0], "b@example.go.kr", "010-1111-0002")).Outcome);
        Assert.Equal(StaffEntryOutcome.Created, (await staff.Use(links[1], "c@example.go.kr", "010-1111-0003")).Outcome);
        Assert.Equal(StaffEntryOutcome.NotFound, (await staff.Use(links[1], "d@example.go.kr", "010-1111-0004")).Outcome);
        Assert.Equal(2, (await staff.Overview()).Accounts.Count);
    }

    [Fact]
    [Attack("One person uses both first-start links")]
    public async Task Nobody_is_both_first_administrators_on_one_phone_or_mailbox()
    {
        var links = await Links();
        var (_, first) = await staff.Use(links[0], "a@example.go.kr", "010-1111-0001");
        Assert.True(await staff.Accounts.Confirmed(first, "a@example.go.kr"));
        Assert.Equal(StaffEntryOutcome.PhoneTaken, (await staff.Use(links[1], "b@example.go.kr", "+82 10-1111-0001")).Outcome);
        Assert.Equal(StaffEntryOutcome.NotFound, (await staff.Use(links[1], "A+b@example.go.kr", "010-1111-0002")).Outcome);
    }

    [Fact]
    [Attack("The first administrator makes the second one alone")]
    public async Task Nobody_makes_the_second_administrator_as_the_only_one()
    {
        var only = await staff.Employ("a@example.go.kr", "010-1111-0001", AccountRole.Administrator, "browser-1");
        var proposal = await staff.Proposed(only, StaffFixture.Invite("b@example.go.kr", AccountRole.Administrator));

        Assert.Equal(StaffOutcome.SamePerson, await staff.Confirm(only, proposal));
        Assert.Empty(staff.Links("b@example.go.kr"));
        Assert.Single(await Links());
    }

    [Fact]
    [Attack("A further first-start link after both administrators exist")]
    public async Task Nobody_gets_a_first_start_link_once_two_administrators_exist()
    {
        await staff.Administrators();
        Assert.Empty(await Links());
    }

    private Task<IReadOnlyList<string>> Links() =>
        staff.Do<Invitations, IReadOnlyList<string>>(invitations => invitations.ForMissingAdministrators());
}
