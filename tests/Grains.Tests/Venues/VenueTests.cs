using System.Text;
using KiPass.Contracts.Access;
using KiPass.Contracts.Facilities;
using KiPass.Contracts.Venues;
using KiPass.Grains.Tests.Facilities;
using KiPass.Testing;

namespace KiPass.Grains.Tests.Venues;

/// <summary>Lists, sign-ups, invitations and contacts behind a silo.</summary>
public sealed class VenueTests : FacilityCluster
{
    private const string Head = "사업자등록번호,상호,업종,시군구,주소,전화번호\n";
    private const string Pub = "120-88-00767,(주)종로 포차,헌팅포차,종로구,\"서울 종로구 종로 1, 2층\",02-123-4567\n";
    private const string Bar = "220-81-62517,인사동주점,단란주점,종로구,인사동길 3,\n";
    private const string Unnumbered = ",종각노래방,노래방,종로구,종로 51,\n";

    private IVenuesGrain Venues => Grains.GetGrain<IVenuesGrain>(IVenuesGrain.Key);

    [Fact]
    public async Task Loading_a_licence_list_again_creates_no_duplicate_venues()
    {
        var id = await NewFacility();
        var first = await Load(Head + Pub + Bar + Unnumbered + "bad\n");
        Assert.Equal((3, 1, 3, 0, 0, 1), (first.Good, first.Bad, first.Added, first.Changed, first.Unchanged, first.Matched));
        var again = await Load(Head + Pub + Bar.Replace("인사동길 3", "인사동길 5", StringComparison.Ordinal) + Unnumbered);
        Assert.Equal((0, 1, 2, 1), (again.Added, again.Changed, again.Unchanged, again.Matched));
        var venue = (await Venues.View(Official, id)).Value!;
        Assert.Equal(new VenueMatch(id, VenueMatchKind.Number, 100), venue.Match);
        Assert.Equal(2, (await Venues.Lists(Official)).Value!.Length);
        Assert.Empty((await Venues.Lists(Caller.Official("busan-1", new Jurisdiction("26")))).Value!);
    }

    [Fact]
    public async Task A_refused_file_stores_nothing()
    {
        var list = Grains.GetGrain<IVenueListGrain>(VenueListKey.Of(Guid.NewGuid()));
        await list.Load(Official, new VenueFile("목록.csv", Encoding.UTF8.GetBytes("상호\n종로포차\n")));
        VenueListProgress? progress = null;
        await Eventually.True(
            async () => (progress = (await list.Progress(Official)).Value) is { Stage: VenueListStage.Refused },
            "the file is refused"
        );
        Assert.Equal((VenueFileProblem.Columns, "type, address"), (progress!.Refusal, progress.Detail));
        Assert.Empty((await Venues.Lists(Official)).Value!);
    }

    [Fact]
    public async Task Invalid_rows_are_stored_with_reasons_for_callers_who_can_see_the_list()
    {
        var summary = await Load(Head + Pub + "bad\n" + "x,=1,노래방,종로구,종로 2,\n");
        var list = Grains.GetGrain<IVenueListGrain>(VenueListKey.Of(summary.Id));
        var faults = (await list.Faults(Official, 0, 10)).Value!;
        Assert.Equal([(3, VenueRowProblem.Fields), (4, VenueRowProblem.Formula)], faults.Select(fault => (fault.Line, fault.Problem)));
        Assert.Equal(4, Assert.Single((await list.Faults(Official, 3, 10)).Value!).Line);
        Assert.Equal(AnswerStatus.NotFound, (await list.Faults(Caller.Official("busan-1", new Jurisdiction("26")), 0, 10)).Status);
    }

    [Fact]
    public async Task A_later_sign_up_matches_its_venue_until_the_facility_closes()
    {
        await Load(Head + Pub);
        var id = await NewFacility();
        Assert.Equal(VenueMatchKind.Number, (await Venues.View(Official, id)).Value!.Match!.Kind);
        await Facility(id).Close(Owner, "");
        Assert.Equal(AnswerStatus.NotFound, (await Venues.View(Official, id)).Status);
    }

    [Fact]
    public async Task Venues_without_a_business_number_are_matched_by_name_and_address()
    {
        var id = await NewFacility();
        await Load(Head + ",종로 포차,헌팅포차,종로구,종로 1,\n");
        Assert.Equal(new VenueMatch(id, VenueMatchKind.NameAndAddress, 100), (await Venues.View(Official, id)).Value!.Match);

        var other = await NewFacility();
        await Facility(other)
            .Edit(Official, Facts with { BusinessNumber = "220-81-62517", Name = "인사동 달빛주점", Address = "인사동길 3" });
        await Load(Head + ",인사동 달빛 주점 본점,단란주점,종로구,인사동길 3,\n");
        var match = (await Venues.View(Official, other)).Value!.Match!;
        Assert.Equal(VenueMatchKind.Similar, match.Kind);
        Assert.InRange(match.Score, 60, 99);

        var venue = (await Venues.View(Official, other)).Value!;
        Assert.Equal(AnswerStatus.Done, (await Venues.SettleMatch(Official, venue.Id, other, same: false)).Status);
        Assert.Null((await Venues.View(Official, venue.Id)).Value!.Match);
        Assert.Equal(AnswerStatus.Done, (await Venues.SettleMatch(Official, venue.Id, other, same: true)).Status);
        Assert.Equal(VenueMatchKind.ByHand, (await Venues.View(Official, venue.Id)).Value!.Match!.Kind);
    }

    [Fact]
    public async Task An_invitation_starts_one_registration_for_one_account()
    {
        var venue = await Only(Head + Pub);
        var invitation = Assert.Single((await Venues.Invite(Official, [venue.Id])).Value!);
        var old = invitation.Code;
        invitation = Assert.Single((await Venues.Invite(Official, [venue.Id])).Value!);
        Assert.Equal(AnswerStatus.NotFound, (await Venues.Invited(Owner, old)).Status);
        Assert.Equal("(주)종로 포차", (await Venues.Invited(Owner, invitation.Code)).Value!.Name);

        var id = (await Venues.Accept(Owner, invitation.Code)).Value;
        Assert.Equal(id, (await Venues.Accept(Owner, invitation.Code)).Value);
        Assert.Equal(AnswerStatus.NotFound, (await Venues.Accept(Stranger, invitation.Code)).Status);
        Assert.Equal(AnswerStatus.NotFound, (await Venues.Invited(Stranger, invitation.Code)).Status);
        var facts = (await View(id)).Facts;
        Assert.Equal(
            ("120-88-00767", "(주)종로 포차", "hunting-pub", "11110"),
            (facts.BusinessNumber, facts.Name, facts.Type, facts.District)
        );
        Assert.Null((await Venues.View(Official, venue.Id)).Value!.Match);
        await Facility(id).SaveDraft(Owner, Facts with { BusinessNumber = "220-81-62517", Name = "새 이름" });
        Assert.Equal(AnswerStatus.Done, (await Grains.SubmitWithCertificate(id, Owner)).Status);
        Assert.Equal(new VenueMatch(id, VenueMatchKind.Invitation, 100), (await Venues.View(Official, venue.Id)).Value!.Match);
        Assert.Empty((await Venues.Invite(Official, [venue.Id])).Value!);
    }

    [Fact]
    public async Task An_invitation_expires_after_sixty_days()
    {
        var venue = await Only(Head + Pub);
        var code = Assert.Single((await Venues.Invite(Official, [venue.Id])).Value!).Code;
        Time.Advance(TimeSpan.FromDays(61));
        Assert.Equal(AnswerStatus.NotFound, (await Venues.Accept(Owner, code)).Status);
    }

    [Fact]
    public async Task A_contact_with_a_venue_is_recorded_with_its_official_and_day()
    {
        var venue = await Only(Head + Pub);
        var call = VenueContact.New(Guid.NewGuid(), VenueContactKind.Called, new DateOnly(2020, 6, 11), "다음 주에 등록하겠다고 함");
        Assert.Equal(AnswerStatus.Done, (await Venues.AddContact(Official, venue.Id, call)).Status);
        Assert.Equal(AnswerStatus.Done, (await Venues.AddContact(Official, venue.Id, call)).Status);
        var kept = Assert.Single((await Venues.Contacts(Official, venue.Id)).Value!);
        Assert.Equal(("official-1", call.Note), (kept.By, kept.Note));
        foreach (
            var (wrong, field) in new[]
            {
                (call with { Day = new DateOnly(2020, 6, 13) }, "Day"),
                (call with { Note = " " }, "Note"),
                (call with { Id = Guid.Empty }, "Id"),
                (call with { Kind = (VenueContactKind)9 }, "Kind"),
            }
        )
        {
            Assert.Equal(field, Assert.Single((await Venues.AddContact(Official, venue.Id, wrong)).Errors).Field);
        }
        Assert.Equal(AnswerStatus.NotFound, (await Venues.Contacts(Caller.Official("busan-1", new Jurisdiction("26")), venue.Id)).Status);
    }

    private async Task<LicensedVenue> Only(string csv)
    {
        await Load(csv);
        return Assert.Single(await StoredVenues());
    }

    private async Task<VenueListSummary> Load(string csv)
    {
        var id = Guid.NewGuid();
        var list = Grains.GetGrain<IVenueListGrain>(VenueListKey.Of(id));
        Assert.Equal(AnswerStatus.Done, (await list.Load(Official, new VenueFile("목록.csv", Encoding.UTF8.GetBytes(csv)))).Status);
        VenueListProgress? progress = null;
        await Eventually.True(
            async () => (progress = (await list.Progress(Official)).Value) is { Stage: VenueListStage.Done },
            "the list is loaded"
        );
        return progress!.Summary!;
    }
}
