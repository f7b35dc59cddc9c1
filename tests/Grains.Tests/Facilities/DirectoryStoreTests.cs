using KiPass.Contracts.Access;
using KiPass.Contracts.Facilities;
using KiPass.Grains.Tests.Hosting;

namespace KiPass.Grains.Tests.Facilities;

public sealed class PostgresDirectoryStoreTests() : DirectoryStoreTests(StoreKind.Postgres);

public sealed class SqliteDirectoryStoreTests() : DirectoryStoreTests(StoreKind.Sqlite);

/// <summary>The directory's table on both databases.</summary>
public abstract class DirectoryStoreTests(StoreKind kind) : IAsyncLifetime
{
    private OpenDirectory directory = null!;

    public async ValueTask InitializeAsync() => directory = await OpenDirectory.On(kind);

    public ValueTask DisposeAsync() => directory.DisposeAsync();

    [Fact]
    public async Task A_facility_is_found_by_parts_of_its_name_address_number_and_phone()
    {
        var pub = await directory.Put(SampleFacts.HuntingPub with { Name = "홍대 달빛포차 No.1 🍺맥주", Address = "와우산로 12길 3" });
        var other = await directory.Put(
            SampleFacts.HuntingPub with
            {
                Name = "강남노래방",
                BusinessNumber = "220-81-62517",
                Phone = "01098765432",
            }
        );

        foreach (
            var text in new[]
            {
                "달빛",
                "달빛포차",
                "홍대 no.1",
                "와우산로",
                "빛",
                "달빛 12길",
                "🍺",
                "🍺맥",
                "120-88-00767",
                "0767",
                "02-1234-5678",
                "2345678",
            }
        )
        {
            Assert.Equal((text, pub), (text, Assert.Single((await directory.Find(text)).Facilities).Id));
        }
        Assert.Equal(other, Assert.Single((await directory.Find("220-81")).Facilities).Id);
        Assert.Equal(2, (await directory.Find("")).Total);
        Assert.Equal(2, (await directory.Find("   ")).Total);
        foreach (var text in new[] { "달밤", "%", "_", "'", "\\", "달빛 강남", "포차와우", "999", "\ud83c" })
        {
            Assert.Equal((text, 0), (text, (await directory.Find(text)).Total));
        }
    }

    [Fact]
    public async Task Paging_in_either_direction_lists_each_facility_once()
    {
        var all = new List<(string Name, Guid Id)>();
        for (var i = 0; i < 23; i++)
        {
            var name = $"가게 {i % 7}";
            all.Add((name, await directory.Put(SampleFacts.HuntingPub with { Name = name })));
        }
        var whole = await directory.Page(new DirectoryQuery { Limit = 200 });
        Assert.Equal(all.Select(one => one.Name).Order(StringComparer.Ordinal), whole.Facilities.Select(one => one.Name));
        Assert.Equal(all.Select(one => one.Id).ToHashSet(), whole.Facilities.Select(one => one.Id).ToHashSet());
        foreach (var descending in new[] { false, true })
        {
            var paged = new List<Guid>();
            for (var offset = 0; offset < 25; offset += 5)
            {
                var page = await directory.Page(
                    new DirectoryQuery
                    {
                        Limit = 5,
                        Offset = offset,
                        Descending = descending,
                    }
                );
                Assert.Equal(23, page.Total);
                paged.AddRange(page.Facilities.Select(one => one.Id));
            }
            Assert.Equal(descending ? whole.Facilities.Reverse().Select(one => one.Id) : whole.Facilities.Select(one => one.Id), paged);
        }
        Assert.Empty((await directory.Page(new DirectoryQuery { Offset = 23 })).Facilities);
        Assert.Empty((await directory.Page(new DirectoryQuery { Offset = int.MaxValue })).Facilities);
    }

    [Fact]
    public async Task A_directory_search_filters_by_region_type_state_and_registry_verdict()
    {
        var jongno = await directory.Put(SampleFacts.HuntingPub);
        var jung = await directory.Put(SampleFacts.HuntingPub with { District = "11140", Type = "karaoke" });
        var busan = await directory.Put(SampleFacts.HuntingPub with { District = "26350" }, FacilityState.Submitted);
        await directory.Put(SampleFacts.HuntingPub, FacilityState.Draft);

        Assert.Equal([jongno], await Ids(new DirectoryQuery(), new Jurisdiction("11110")));
        Assert.Equal([jongno, jung], await Ids(new DirectoryQuery { Order = DirectoryOrder.District }, new Jurisdiction("11")));
        Assert.Equal([busan], await Ids(new DirectoryQuery { Stage = FacilityState.Submitted }, Jurisdiction.Nation));
        Assert.Equal([jung], await Ids(new DirectoryQuery { Type = "karaoke" }, Jurisdiction.Nation));
        Assert.Equal(3, (await Ids(new DirectoryQuery { Registry = BusinessRegistryVerdict.Pending }, Jurisdiction.Nation)).Count);
        Assert.Empty(await Ids(new DirectoryQuery { Stage = FacilityState.Draft }, Jurisdiction.Nation));
        Assert.Empty(await Ids(new DirectoryQuery(), default));
        Assert.Empty(await Ids(new DirectoryQuery(), new Jurisdiction("1")));

        async Task<List<Guid>> Ids(DirectoryQuery query, Jurisdiction region) =>
            [.. (await directory.Search.Page(query, region, default)).Facilities.Select(one => one.Id)];
    }

    [Fact]
    public async Task An_older_revision_never_overwrites_a_newer_directory_entry()
    {
        var id = await directory.Put(SampleFacts.HuntingPub with { Name = "새 이름" }, revision: 5);
        await directory.Put(SampleFacts.HuntingPub with { Name = "옛 이름" }, revision: 4, id: id);
        Assert.Equal("새 이름", Assert.Single((await directory.Find("")).Facilities).Name);

        Assert.Empty(await directory.Table.Stale(10, default));
        await directory.Table.Mark(id, default);
        Assert.Equal([id], await directory.Table.Stale(10, default));
        await directory.Put(SampleFacts.HuntingPub with { Name = "새 이름" }, revision: 5, id: id);
        Assert.Empty(await directory.Table.Stale(10, default));
    }

    [Fact]
    public async Task A_facility_that_is_only_marked_is_not_listed()
    {
        var id = Guid.NewGuid();
        await directory.Table.Mark(id, default);
        Assert.Equal(0, (await directory.Find("")).Total);
        await directory.Table.Forget(id, default);
        Assert.Empty(await directory.Table.Stale(10, default));
    }

    [Fact]
    public async Task An_account_finds_the_facilities_where_it_has_a_role()
    {
        var id = await directory.Put(SampleFacts.HuntingPub, FacilityState.Draft, revision: 1);
        var mine = Assert.Single(await directory.Search.OfAccount("owner-1", 10, default));
        Assert.Equal((id, MemberRole.Owner, OpenDirectory.Begun), (mine.Id, mine.MyRole, mine.CreatedAt));
        Assert.Empty(await directory.Search.OfAccount("owner-2", 10, default));

        await directory.Put(SampleFacts.HuntingPub, FacilityState.Draft, revision: 2, id: id, owner: "owner-2");
        Assert.Empty(await directory.Search.OfAccount("owner-1", 10, default));
        Assert.Equal(id, Assert.Single(await directory.Search.OfAccount("owner-2", 10, default)).Id);
    }

    [Fact]
    public async Task Facilities_without_a_directory_row_are_found_by_their_grain_state_keys()
    {
        var id = Guid.NewGuid();
        await directory.Store("facility", FacilityKey.Of(id));
        await directory.Store("pairing", "p:0123");
        Assert.Equal(1, await directory.Table.Adopt(default));
        Assert.Equal(0, await directory.Table.Adopt(default));
        Assert.Equal([id], await directory.Table.Stale(10, default));
    }
}
