using KiPass.Portal.Shared.Accounts;
using KiPass.Portal.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace KiPass.Portal.Shared.Tests.Accounts;

/// <summary>Links that make an account: those of the first two administrators and of officials.</summary>
public sealed class InvitationTests : IDisposable
{
    private readonly AccountsFixture area = new(TestPrograms.Officials);

    public void Dispose() => area.Dispose();

    [Fact]
    public async Task Only_the_latest_links_for_the_first_two_administrators_are_valid()
    {
        var early = await First();
        var links = await First();
        Assert.Equal((2, 2), (early.Count, links.Count));
        Assert.Null(await Find(early[0]));
        Assert.Null(await Find(early[1]));
        var invitation = (await Find(links[1]))!;
        Assert.Equal((AccountRole.Administrator, null), (invitation.Role, invitation.InvitedBy));

        // Whoever typed a form and never proved the address has not become one.
        await area.Request(request =>
            request
                .GetRequiredService<SignUp>()
                .Begin(
                    new SignUpForm
                    {
                        Name = "김관리",
                        Email = "unproven@example.com",
                        Phone = "010-1234-5678",
                        Password = AccountsFixture.Password,
                    },
                    AccountRole.Administrator
                )
        );
        Assert.Equal(2, (await First()).Count);
        await area.SignedUp("admin@example.com", AccountRole.Administrator, "010-1111-0001");
        Assert.Single(await First());
        await area.SignedUp("other@example.com", AccountRole.Administrator, "010-1111-0002");
        Assert.Empty(await First());
    }

    [Fact]
    public async Task A_repeated_call_creates_one_link_to_a_facility()
    {
        var (secret, facility, owner) = (Invitations.NewSecret(), Guid.NewGuid(), Guid.NewGuid());
        for (var i = 0; i < 2; i++)
        {
            await area.Request(request => request.GetRequiredService<Invitations>().ToFacility(secret, facility, "Manager", owner));
        }
        Assert.Single(await Stored(), row => row.FacilityId == facility);
        Assert.Equal(facility, (await Find(secret))!.FacilityId);
    }

    [Fact]
    public async Task An_invitation_link_works_once_within_seven_days_and_is_not_stored()
    {
        var link = (await First())[0];
        Assert.DoesNotContain(await Stored(), row => row.Id == link);
        var invitation = (await Find(link))!;
        var used = await Task.WhenAll(Use(invitation), Use(invitation));
        Assert.Single(used, one => one);
        Assert.Null(await Find(link));

        var other = (await First())[0];
        area.Time.Advance(TimeSpan.FromDays(7) - TimeSpan.FromSeconds(1));
        Assert.NotNull(await Find(other));
        area.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Null(await Find(other));
        Assert.Null(await Find("no such link"));
    }

    private Task<IReadOnlyList<string>> First() =>
        area.Request(request => request.GetRequiredService<Invitations>().ForMissingAdministrators());

    private Task<Invitation?> Find(string secret) => area.Request(request => request.GetRequiredService<Invitations>().Find(secret));

    private Task<bool> Use(Invitation invitation) => area.Request(request => request.GetRequiredService<Invitations>().Use(invitation));

    private Task<List<Invitation>> Stored() =>
        area.Request(request => request.GetRequiredService<AccountsDatabase>().Invitations.AsNoTracking().ToListAsync());
}
