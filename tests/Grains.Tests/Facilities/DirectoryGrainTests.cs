using KiPass.Contracts.Access;
using KiPass.Contracts.Facilities;
using KiPass.Contracts.Policy;
using KiPass.Grains.Database;
using KiPass.Grains.Facilities.Directory;
using KiPass.Tokens;

namespace KiPass.Grains.Tests.Facilities;

/// <summary>The directory behind a silo; each test has its own, so that it can count.</summary>
public sealed class DirectoryGrainTests : FacilityCluster
{
    private IDirectorySweep Sweeps => Grains.GetGrain<IDirectorySweep>(IDirectorySweep.Key);

    private KoreanDay Today => KoreanDay.Of(Time.GetUtcNow());

    [Fact]
    public async Task A_facility_change_is_searchable_as_soon_as_the_call_returns()
    {
        var id = await NewFacility();
        var found = Assert.Single((await Directory.Search(Official, new DirectoryQuery { Text = "종로포차" })).Value!.Facilities);
        Assert.Equal((id, FacilityState.Active, ObligationKind.MandatoryInGuidance), (found.Id, found.Stage, found.Obligation));
        await Facility(id).Close(Owner, "");
        Assert.Equal(FacilityState.Closed, Assert.Single((await Directory.Mine(Owner)).Value!).Stage);
    }

    [Fact]
    public async Task Officials_search_within_their_jurisdiction_and_accounts_see_only_their_own()
    {
        var id = await NewFacility();
        var busan = Caller.Official("busan-1", new Jurisdiction("26"));
        Assert.Empty((await Directory.Search(busan, new DirectoryQuery())).Value!.Facilities);
        Assert.Equal(AnswerStatus.Refused, (await Directory.Search(busan, new DirectoryQuery { Region = new Jurisdiction("11") })).Status);
        Assert.Equal(AnswerStatus.Refused, (await Directory.Search(busan, new DirectoryQuery { Region = Jurisdiction.Nation })).Status);
        Assert.Equal(AnswerStatus.Refused, (await Directory.Search(Owner, new DirectoryQuery())).Status);
        var administrator = new Caller("admin-1", CallerRole.Administrator, Jurisdiction.Nation);
        Assert.Equal(AnswerStatus.Refused, (await Directory.Search(administrator, new DirectoryQuery())).Status);
        Assert.Equal(AnswerStatus.Refused, (await Directory.Mine(Official)).Status);
        Assert.Empty((await Directory.Mine(Stranger)).Value!);
        Assert.Equal(id, Assert.Single((await Directory.Mine(Owner)).Value!).Id);
    }

    [Theory]
    [InlineData(0, 0, "", "Limit")]
    [InlineData(201, 0, "", "Limit")]
    [InlineData(50, -1, "", "Offset")]
    [InlineData(50, 0, "long", "Text")]
    public async Task An_out_of_range_page_is_invalid(int limit, int offset, string text, string field)
    {
        var query = new DirectoryQuery
        {
            Limit = limit,
            Offset = offset,
            Text = text == "long" ? new string('가', 101) : text,
        };
        Assert.Equal(field, Assert.Single((await Directory.Search(Official, query)).Errors).Field);
    }

    [Fact]
    public async Task A_lost_directory_table_is_rebuilt_from_the_facilities()
    {
        var draft = await NewFacility(FacilityState.Draft);
        var active = await NewFacility();
        await EmptyTable();
        Assert.Empty((await Directory.Mine(Owner)).Value!);

        // Memory has no table of keys: the marks are what Adopt finds on a real store (DirectoryStoreTests).
        await Mark(draft);
        await Mark(active);
        Assert.Equal(2, await Sweeps.Sweep());
        Assert.Equal(0, await Sweeps.Sweep());
        Assert.Equal(2, (await Directory.Mine(Owner)).Value!.Length);
    }

    [Fact]
    public async Task A_sweep_removes_the_mark_of_a_facility_that_was_never_stored()
    {
        await Mark(Guid.NewGuid());
        Assert.Equal(1, await Sweeps.Sweep());
        Assert.Equal(0, await Sweeps.Sweep());
    }

    [Fact]
    public async Task An_order_preview_counts_covered_facilities_and_changed_obligations()
    {
        var pub = await NewFacility();
        var cafe = await NewFacility();
        await Facility(cafe).Edit(Owner, SampleFacts.HuntingPub with { Type = "cafe", Name = "조용한 카페" });
        await NewFacility(FacilityState.Closed);
        var order = new RestrictionOrder
        {
            Id = Guid.NewGuid(),
            Region = new Jurisdiction("11"),
            From = Today + 30,
            Title = "서울특별시 고시",
        };
        var seoul = Caller.Official("seoul-1", new Jurisdiction("11"));

        var all = (await Directory.Preview(seoul, order, 0, 10)).Value!;
        Assert.Equal((2, 1), (all.Covered, all.Changed));
        var changed = Assert.Single(all.Facilities);
        Assert.Equal(
            (cafe, ObligationKind.Voluntary, ObligationKind.MandatoryEnforced),
            (changed.Facility.Id, changed.Before, changed.After)
        );

        var release = (
            await Directory.Preview(seoul, order with { Effect = RestrictionEffect.Release, Types = ["hunting-pub"] }, 0, 10)
        ).Value!;
        Assert.Equal((1, 1, pub), (release.Covered, release.Changed, release.Facilities[0].Facility.Id));
        Assert.Empty((await Directory.Preview(seoul, order, 1, 10)).Value!.Facilities);

        Assert.Equal(AnswerStatus.Refused, (await Directory.Preview(Official, order, 0, 10)).Status);
        Assert.Equal(AnswerStatus.Refused, (await Directory.Preview(Owner, order, 0, 10)).Status);
        Assert.Equal(AnswerStatus.Invalid, (await Directory.Preview(seoul, order with { From = Today - 1 }, 0, 10)).Status);
        Assert.Equal(AnswerStatus.Invalid, (await Directory.Preview(seoul, order, 0, 0)).Status);
        // A preview enters nothing.
        Assert.Empty((await Policy.History(seoul)).Value!.Orders);
    }

    [Fact]
    public async Task An_order_preview_lists_conflicting_orders_and_which_takes_precedence()
    {
        var pub = await NewFacility();
        var seoul = Caller.Official("seoul-1", new Jurisdiction("11"));
        var release = new RestrictionOrder
        {
            Id = Guid.NewGuid(),
            Effect = RestrictionEffect.Release,
            Region = new Jurisdiction("11110"),
            Types = ["hunting-pub"],
            From = Today + 30,
            Title = "종로구 고시",
        };
        Assert.Equal(AnswerStatus.Done, (await Policy.AddOrder(seoul, release)).Status);
        // Silos read the policy again after five seconds.
        Time.Advance(TimeSpan.FromSeconds(6));

        var everywhere = release with { Id = Guid.NewGuid(), Effect = RestrictionEffect.Require, Region = new Jurisdiction("11") };
        var preview = (await Directory.Preview(seoul, everywhere, 0, 10)).Value!;
        Assert.Equal((1, 0), (preview.Covered, preview.Changed));
        var winner = Assert.Single(preview.Rivals);
        Assert.Equal(
            (true, OverruledWhy.LessSpecific, "종로구 고시", 1),
            (winner.Wins, winner.Why, winner.Title.Korean, winner.Facilities)
        );

        var one = everywhere with { Region = new Jurisdiction("11110"), FacilityId = pub };
        preview = (await Directory.Preview(seoul, one, 0, 10)).Value!;
        Assert.Equal((1, 1), (preview.Covered, preview.Changed));
        Assert.Contains(preview.Rivals, rival => rival is { Wins: false, Basis: ObligationBasis.Order, Why: OverruledWhy.LessSpecific });
    }

    [Fact]
    public async Task An_owner_sees_the_current_obligation_and_its_next_change()
    {
        var pub = await NewFacility();
        var draft = await NewFacility(FacilityState.Draft);
        var closed = await NewFacility();
        Assert.Equal(AnswerStatus.Done, (await Facility(closed).Close(Owner, "")).Status);
        var outlook = Assert.Single((await Directory.Outlook(Owner)).Value!, one => one.Id == pub);
        Assert.Equal((ObligationKind.MandatoryInGuidance, "종로포차"), (outlook.Today.Kind, outlook.Name));
        Assert.Equal(("2020-07-01", ObligationKind.MandatoryEnforced), ($"{outlook.Next!.From}", outlook.Next.Obligation.Kind));
        Assert.DoesNotContain((await Directory.Outlook(Owner)).Value!, one => one.Id == draft || one.Id == closed);

        // Who scans at the door hears nothing of it; whoever manages the facility does.
        Assert.Equal(AnswerStatus.Done, (await Facility(pub).SetMember(Owner, Stranger.AccountId, MemberRole.Scanner)).Status);
        Assert.DoesNotContain((await Directory.Outlook(Stranger)).Value!, one => one.Id == pub);
        Assert.Equal(AnswerStatus.Done, (await Facility(pub).SetMember(Owner, Stranger.AccountId, MemberRole.Manager)).Status);
        Assert.Contains((await Directory.Outlook(Stranger)).Value!, one => one.Id == pub);

        await Policy.Lower(new LevelChange(CrisisLevel.Caution, Today + 1, "공고"));
        Time.Advance(TimeSpan.FromSeconds(6));
        outlook = Assert.Single((await Directory.Outlook(Owner)).Value!, one => one.Id == pub);
        Assert.Equal((Today + 1, ObligationKind.Voluntary), (outlook.Next!.From, outlook.Next.Obligation.Kind));
    }

    [Fact]
    public async Task A_crisis_level_preview_lists_affected_facilities_and_changes_nothing()
    {
        var pub = await NewFacility();
        var caution = new LevelChange(CrisisLevel.Caution, Today + 1, "공고");
        var preview = (await Directory.PreviewLevel(Official, caution, 0, 10)).Value!;
        Assert.Equal((1, 1), (preview.Covered, preview.Changed));
        Assert.Equal((pub, ObligationKind.Voluntary), (preview.Facilities[0].Facility.Id, preview.Facilities[0].After));
        Assert.Equal(0, (await Directory.PreviewLevel(Official, caution with { Level = CrisisLevel.Alert }, 0, 10)).Value!.Changed);
        Assert.Equal(0, (await Directory.PreviewLevel(Caller.Official("busan-1", new Jurisdiction("26")), caution, 0, 10)).Value!.Covered);

        Assert.Equal(AnswerStatus.Refused, (await Directory.PreviewLevel(Owner, caution, 0, 10)).Status);
        Assert.Equal(AnswerStatus.Invalid, (await Directory.PreviewLevel(Official, caution with { From = Today - 1 }, 0, 10)).Status);
        Assert.Equal(AnswerStatus.Invalid, (await Directory.PreviewLevel(Official, caution, 0, 0)).Status);
        Assert.Equal(CrisisLevel.Serious, await Policy.LevelOn(Today + 1));
    }
}
