using KiPass.Contracts.Access;
using KiPass.Contracts.Live;
using KiPass.Grains.Live;
using KiPass.Testing;
using Microsoft.Extensions.Time.Testing;

namespace KiPass.Grains.Tests.Attacks;

/// <summary>Somebody watches scans that are not for them, or a single person at a door.</summary>
public sealed class LiveGridAttacks
{
    private const string District = "11680";
    private static readonly Guid Club = Guid.NewGuid();

    private readonly LiveGridGrain grid = new(new FakeTimeProvider());

    public static TheoryData<CallerRole, string, string> Strangers() =>
        new()
        {
            { CallerRole.Account, "*", District },
            { CallerRole.Administrator, "*", "*" },
            { CallerRole.AuthorityPortal, "*", "*" },
            { CallerRole.OwnersPortal, "*", District },
            { CallerRole.Official, "", District },
            { CallerRole.Official, "11110", District },
            { CallerRole.Official, District, "11" },
            { CallerRole.Approver, "11", "*" },
            { CallerRole.Approver, "26", District },
        };

    [Theory, MemberData(nameof(Strangers)), Attack("Somebody watches the live scans of a region that is not theirs")]
    public async Task Nobody_watches_scans_outside_their_jurisdiction(CallerRole role, string jurisdiction, string region)
    {
        await Scan(9);
        var answer = await grid.Watch(new Caller("somebody", role, new Jurisdiction(jurisdiction)), new Jurisdiction(region));
        Assert.Equal((AnswerStatus.Refused, null), (answer.Status, answer.Value));
        // A refused viewer does not even cause facilities to be counted.
        Assert.Empty(await Scan(9));
    }

    [Theory]
    [InlineData("")]
    [InlineData("99999")]
    [InlineData("116")]
    [InlineData("11680%")]
    [Attack("An official watches a region that does not exist, to fill the register's memory")]
    public async Task Nobody_watches_a_region_that_does_not_exist(string region)
    {
        var answer = await grid.Watch(Caller.Official("official", Jurisdiction.Nation), new Jurisdiction(region));
        Assert.Equal(AnswerStatus.Refused, answer.Status);
        Assert.Empty(await Scan(1));
    }

    [Fact, Attack("An official watches a door to see when one person enters")]
    public async Task Nobody_sees_a_single_entry_of_a_facility_as_a_number()
    {
        var official = Caller.Official("official", new Jurisdiction(District));
        await grid.Watch(official, new Jurisdiction(District));
        for (var scan = 1; scan < LiveTile.Few; scan++)
        {
            await Scan(1);
            var tile = Assert.Single((await grid.Watch(official, new Jurisdiction(District))).Value!.Tiles);
            Assert.Equal((null, 0), (tile.Entries, tile.Refused));
        }
    }

    private async Task<IReadOnlyList<string>> Scan(int accepted) =>
        await grid.Report([new DistrictScans(District, accepted, 0)], [new FacilityScans(Club, District, "클럽", accepted, 0)]);
}
