using System.Text;
using KiPass.Contracts.Access;
using KiPass.Contracts.Venues;
using KiPass.Grains.Tests.Facilities;
using KiPass.Grains.Tests.Hosting;
using KiPass.Grains.Venues;

namespace KiPass.Grains.Tests.Venues;

public sealed class PostgresVenueStoreTests() : VenueStoreTests(StoreKind.Postgres);

public sealed class SqliteVenueStoreTests() : VenueStoreTests(StoreKind.Sqlite);

/// <summary>The venues' tables on both databases.</summary>
public abstract class VenueStoreTests(StoreKind kind) : IAsyncLifetime
{
    private const string Csv =
        "사업자등록번호,상호,업종,시군구,주소,인허가일자\n"
        + "120-88-00767,종로포차,헌팅포차,종로구,종로 1,2018-03-02\n,종각노래방,노래방,종로구,종로 51,\nbad\n";

    private OpenDirectory directory = null!;

    public async ValueTask InitializeAsync() => directory = await OpenDirectory.On(kind);

    public ValueTask DisposeAsync() => directory.DisposeAsync();

    [Fact]
    public async Task Storing_a_licence_list_again_adds_no_venues()
    {
        var facility = await directory.Put(SampleFacts.HuntingPub);
        var first = await Load();
        Assert.Equal((2, 1, 2, 0, 0, 1), (first.Good, first.Bad, first.Added, first.Changed, first.Unchanged, first.Matched));
        var again = await Load();
        Assert.Equal((0, 0, 2), (again.Added, again.Changed, again.Unchanged));

        var lists = new VenueListStore(directory.Source);
        Assert.Equal(
            ("11", again),
            ((await lists.Find(again.Id, default))!.Value.Region, (await lists.Find(again.Id, default))!.Value.Summary)
        );
        Assert.Equal(2, (await lists.In("*", 10, default)).Count);
        Assert.Equal(VenueRowProblem.Fields, Assert.Single(await lists.Faults(first.Id, 0, 10, default)).Problem);
        var venue = (await new VenueStore(directory.Source).Find(facility, default))!;
        Assert.Equal((new VenueMatch(facility, VenueMatchKind.Number, 100), new DateOnly(2018, 3, 2)), (venue.Match, venue.LicensedOn));
    }

    [Fact]
    public async Task Only_one_account_can_use_an_invitation_code()
    {
        await Load();
        var venues = new VenueStore(directory.Source);
        var facility = await directory.Put(SampleFacts.HuntingPub);
        var venue = (await venues.Find(facility, default))!;
        var now = OpenDirectory.Begun;
        await venues.Invite([(venue.Id, "HASH")], "official-1", now, now.AddDays(60), default);
        Assert.Equal(
            (null, null),
            ((await venues.Invited("HASH", now, default))!.Value.AccountId, (await venues.Invited("HASH", now, default))!.Value.FacilityId)
        );
        Assert.Null(await venues.Invited("HASH", now.AddDays(61), default));
        Assert.True(await venues.Use("HASH", "owner-1", facility, now, default));
        Assert.False(await venues.Use("HASH", "owner-2", Guid.NewGuid(), now, default));
        Assert.Equal(
            ("owner-1", facility),
            (
                (await venues.Invited("HASH", now, default))!.Value.AccountId,
                (await venues.Invited("HASH", now, default))!.Value.FacilityId!.Value
            )
        );
    }

    private async Task<VenueListSummary> Load()
    {
        var reading = new VenueReader(new Jurisdiction("11"), new DateOnly(2020, 6, 12)).Read(Encoding.UTF8.GetBytes(Csv));
        var matches = await new VenueMatcher(directory.Source).Match(reading.Rows, null, default);
        return await new VenueListStore(directory.Source).Put(
            Guid.NewGuid(),
            ("list.csv", "official-1", "11", OpenDirectory.Begun),
            reading,
            matches,
            null,
            default
        );
    }
}
