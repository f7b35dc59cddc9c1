using System.Text;
using KiPass.Contracts.Access;
using KiPass.Contracts.Compliance;
using KiPass.Contracts.Policy;
using KiPass.Contracts.Venues;
using KiPass.Grains.Compliance;
using KiPass.Grains.Tests.Facilities;
using KiPass.Grains.Tests.Hosting;
using KiPass.Grains.Venues;
using KiPass.Tokens;

namespace KiPass.Grains.Tests.Compliance;

public sealed class PostgresComplianceTests() : ComplianceTests(StoreKind.Postgres);

public sealed class SqliteComplianceTests() : ComplianceTests(StoreKind.Sqlite);

/// <summary>The figures' tables on both databases.</summary>
public abstract class ComplianceTests(StoreKind kind) : IAsyncLifetime
{
    private static readonly KoreanDay Begun = KoreanDay.Of(OpenDirectory.Begun);

    private OpenDirectory directory = null!;
    private ComplianceStore store = null!;

    public async ValueTask InitializeAsync()
    {
        directory = await OpenDirectory.On(kind);
        store = new ComplianceStore(directory.Source);
    }

    public ValueTask DisposeAsync() => directory.DisposeAsync();

    [Fact]
    public async Task A_facility_open_for_seven_days_without_visits_is_silent()
    {
        var silent = await directory.Put(SampleFacts.HuntingPub);
        var busy = await directory.Put(SampleFacts.HuntingPub with { BusinessNumber = "220-81-62517", Name = "달빛포차" });
        await store.PutActive(Begun + 3, [busy], default);
        await store.PutActive(Begun + 1, [busy], default);

        Assert.Equal((2, 0), await Counts(Begun + 6));
        Assert.Equal((2, 1), await Counts(Begun + 7));
        var query = new ComplianceQuery { State = ComplianceState.Silent, Region = new Jurisdiction("11110") };
        Assert.Equal(silent, Assert.Single(await store.List(query, Begun + 7, default)).Subject.Id);
        Assert.Equal((2, 2), await Counts(Begun + 10));
        var page = await store.List(query with { Limit = 1 }, Begun + 10, default);
        var (first, _) = Assert.Single(page);
        var rest = await store.List(query with { After = new ComplianceCursor(first.District, first.Id) }, Begun + 10, default);
        Assert.NotEqual(first.Id, Assert.Single(rest).Subject.Id);
        Assert.Equal([null, (Begun + 3).Date], new[] { page[0], rest[0] }.Select(one => one.Subject.LastEntry).Order());
    }

    [Fact]
    public async Task Facilities_are_grouped_by_capacity_only_where_a_rule_distinguishes_it()
    {
        await directory.Put(SampleFacts.HuntingPub with { Type = "academy-300", Capacity = 299 });
        await directory.Put(SampleFacts.HuntingPub with { Type = "academy-300", Capacity = 300 });
        var groups = await store.Facilities(Jurisdiction.Nation, Begun, PolicyThresholds, default);
        Assert.Equal([0, 300], groups.Select(group => group.Profile.Capacity).Order());
        Assert.Empty(await store.Facilities(new Jurisdiction("26"), Begun, PolicyThresholds, default));
    }

    [Fact]
    public async Task Venues_count_as_missing_or_invited_until_they_sign_up()
    {
        const string Csv =
            "상호,업종,주소\n가,노래방,서울 종로구 종로 2\n나,노래방,서울 종로구 종로 3\n종로포차,헌팅포차,서울 종로구 종로 1\n";
        await directory.Put(SampleFacts.HuntingPub);
        var reading = new VenueReader(new Jurisdiction("11"), Begun.Date).Read(Encoding.UTF8.GetBytes(Csv));
        var matches = await new VenueMatcher(directory.Source).Match(reading.Rows, null, default);
        await new VenueListStore(directory.Source).Put(
            Guid.NewGuid(),
            ("a.csv", "o", "11", OpenDirectory.Begun),
            reading,
            matches,
            null,
            default
        );
        var missing = new ComplianceQuery { State = ComplianceState.Missing, Region = new Jurisdiction("11") };
        var venue = (await store.List(missing, Begun, default))[0].Subject;
        await new VenueStore(directory.Source).Invite(
            [(venue.Id, "HASH")],
            "o",
            OpenDirectory.Begun,
            OpenDirectory.Begun.AddDays(1),
            default
        );
        Assert.Equal(new VenueGroup("11110", "karaoke", 1, 1), Assert.Single(await store.Venues(Jurisdiction.Nation, default)));
        Assert.NotEqual(venue.Id, Assert.Single(await store.List(missing, Begun, default)).Subject.Id);
        Assert.Equal(
            venue.Id,
            Assert.Single(await store.List(missing with { State = ComplianceState.Invited }, Begun, default)).Subject.Id
        );
    }

    [Fact]
    public async Task Storing_the_figures_of_a_day_again_replaces_them()
    {
        var row = new ComplianceRow("11110", "karaoke", 5, 4, 3, 2, 1);
        await store.PutDay(Begun, [row], default);
        await store.PutDay(Begun + 1, [row with { SignedUp = 6 }, row with { District = "26350" }], default);
        await store.PutDay(Begun + 1, [row with { SignedUp = 7 }], default);
        var days = await store.Trend(new Jurisdiction("11"), Begun - 1, default);
        Assert.Equal([(Begun.Date, 5), ((Begun + 1).Date, 7)], days.Select(day => (day.Day, day.Sums.SignedUp)));
        Assert.Equal(12, (await store.Trend(Jurisdiction.Nation, Begun, default))[0].Sums.SignedUp);
    }

    private static IReadOnlyList<int> PolicyThresholds => KiPass.Grains.Policy.PolicySnapshot.OfNotice.Thresholds;

    private async Task<(int, int)> Counts(KoreanDay today)
    {
        var group = Assert.Single(await store.Facilities(Jurisdiction.Nation, today, PolicyThresholds, default));
        return (group.SignedUp, group.Silent);
    }
}

/// <summary>The figures behind a silo: with the obligation, the crisis level, and who may ask.</summary>
public sealed class ComplianceGrainTests : FacilityCluster
{
    private IComplianceGrain Compliance => Grains.GetGrain<IComplianceGrain>(IComplianceGrain.Key);

    private static readonly Jurisdiction Jongno = new("11110");

    [Fact]
    public async Task Exempted_facilities_and_all_facilities_at_Caution_do_not_count_as_obliged()
    {
        await NewFacility();
        var exempt = await NewFacility();
        Assert.Equal((2, 2, 0), await Sums());
        var exemption = new Exemption
        {
            Id = Guid.NewGuid(),
            FacilityId = exempt,
            From = KoreanDay.Of(Time.GetUtcNow()),
            Reason = "공사",
        };
        Assert.Equal(AnswerStatus.Done, (await Policy.ProposeExemption(Official, exemption)).Status);
        Assert.Equal(
            AnswerStatus.Done,
            (await Policy.ApproveExemption(Caller.Approver("nation-1", Jurisdiction.Nation), exemption.Id)).Status
        );
        Time.Advance(TimeSpan.FromSeconds(6));
        Assert.Equal((2, 1, 0), await Sums());

        Time.Advance(TimeSpan.FromDays(8));
        Assert.Equal((2, 1, 1), await Sums());
        var silent = Assert.Single(
            (await Compliance.List(Official, new ComplianceQuery { State = ComplianceState.Silent, Region = Jongno })).Value!
        );
        Assert.NotEqual(exempt, silent.Id);

        var change = new LevelChange(CrisisLevel.Caution, KoreanDay.Of(Time.GetUtcNow()), "공고");
        await Policy.Lower(change);
        Time.Advance(TimeSpan.FromSeconds(6));
        Assert.Equal((2, 0, 0), await Sums());
    }

    [Fact]
    public async Task Only_officials_with_jurisdiction_see_compliance_figures()
    {
        (Caller Caller, bool Allowed)[] callers =
        [
            (Official, true),
            (Caller.Approver("nation-1", Jurisdiction.Nation), true),
            (Caller.Official("busan-1", new Jurisdiction("26")), false),
            (Caller.Official("nobody-1", default), false),
            (Caller.Official("", Jurisdiction.Nation), false),
            (new Caller("admin-1", CallerRole.Administrator, Jurisdiction.Nation), false),
            (Owner, false),
        ];
        foreach (var (caller, allowed) in callers)
        {
            var expected = allowed ? AnswerStatus.Done : AnswerStatus.Refused;
            Assert.Equal(expected, (await Compliance.Figures(caller, Jongno)).Status);
            Assert.Equal(expected, (await Compliance.Trend(caller, Jongno, 7)).Status);
            Assert.Equal(expected, (await Compliance.List(caller, new ComplianceQuery { Region = Jongno })).Status);
        }
        Assert.Equal(AnswerStatus.Refused, (await Compliance.Figures(Official, Jurisdiction.Nation)).Status);
        Assert.Equal(AnswerStatus.Refused, (await Compliance.Figures(Official, default)).Status);
        Assert.Equal(AnswerStatus.Invalid, (await Compliance.Trend(Official, Jongno, 0)).Status);
        Assert.Equal(AnswerStatus.Invalid, (await Compliance.List(Official, new ComplianceQuery { Region = Jongno, Limit = 0 })).Status);
    }

    private async Task<(int, int, int)> Sums()
    {
        var sum = ComplianceRow.Sum((await Compliance.Figures(Official, Jongno)).Value!);
        return (sum.SignedUp, sum.Mandatory, sum.Silent);
    }
}
