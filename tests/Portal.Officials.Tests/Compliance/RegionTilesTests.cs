using KiPass.Contracts.Compliance;
using KiPass.Contracts.Live;
using KiPass.Portal.Officials.Compliance;
using KiPass.Portal.Shared.Charts;

namespace KiPass.Portal.Officials.Tests.Compliance;

/// <summary>The map of compliance: one number and one shade a tile, and where each leads.</summary>
public sealed class RegionTilesTests
{
    private static readonly ComplianceRow[] Rows =
    [
        // District, type; signed up, mandatory, silent, invited, missing.
        new("11110", "karaoke", 3, 3, 2, 1, 0),
        new("11140", "karaoke", 0, 0, 0, 0, 8),
        new("26350", "colatec", 5, 5, 0, 0, 0),
    ];

    [Theory]
    [InlineData(null, 0)]
    [InlineData(100, 0)]
    [InlineData(99, 1)]
    [InlineData(75, 1)]
    [InlineData(74, 2)]
    [InlineData(25, 3)]
    [InlineData(24, 4)]
    [InlineData(0, 4)]
    public void Tiles_are_darker_the_lower_the_share_of_registered_facilities(int? percent, int shade) =>
        Assert.Equal(shade, RegionTiles.OfShare(percent));

    [Theory]
    [InlineData(0, 0, 0)]
    [InlineData(0, 8, 0)]
    [InlineData(1, 8, 1)]
    [InlineData(2, 8, 1)]
    [InlineData(3, 8, 2)]
    [InlineData(8, 8, 4)]
    public void Tiles_are_darker_the_higher_the_count(int count, int most, int shade) =>
        Assert.Equal(shade, RegionTiles.OfCount(count, most));

    [Fact]
    public void The_country_map_has_a_tile_for_each_province_that_links_to_it()
    {
        var (tiles, most) = RegionTiles.Of("*", Rows, TileFigure.Missing);
        Assert.Equal((17, 17), (tiles.Count, tiles.Select(tile => (tile.Column, tile.Row)).Distinct().Count()));
        Assert.Equal(8, most);
        var seoul = tiles.Single(tile => tile.Address == "/compliance?region=11&show=Missing");
        Assert.Equal(("8", 4), (seoul.Figure, seoul.Shade));
        Assert.Equal("25", RegionTiles.Of("*", Rows, TileFigure.Share).Tiles.Single(tile => tile.Address.Contains("region=11&")).Figure);
    }

    [Fact]
    public void A_province_shows_a_tile_per_district_that_links_to_its_list()
    {
        var (tiles, _) = RegionTiles.Of("11", Rows, TileFigure.Silent);
        Assert.Equal(25, tiles.Count);
        Assert.Equal("2", tiles.Single(tile => tile.Address == "/compliance?region=11110&show=Silent").Figure);
        var last = Assert.Single(RegionTiles.Of("11110", Rows, TileFigure.Silent).Tiles);
        Assert.Equal("/compliance/list?state=Silent&region=11110", last.Address);
        Assert.Empty(RegionTiles.Of("99999", Rows, TileFigure.Share).Tiles);
    }

    [Fact]
    public void Live_tiles_show_every_region_and_the_facilities_with_scans()
    {
        var (nation, most) = RegionTiles.Of("*", Grid(new("11", "", 12, 4), new("26", "", 3, 0)), TileFigure.Entries);
        Assert.Equal((17, 12), (nation.Count, most));
        var seoul = nation.Single(tile => tile.Address == "/compliance?region=11&show=Entries");
        Assert.Equal(("12", 4), (seoul.Figure, seoul.Shade));
        Assert.Equal(15, nation.Count(tile => tile is { Figure: "0", Shade: 0 }));

        var id = $"{Guid.NewGuid()}";
        var club = Assert.Single(RegionTiles.Of("11680", Grid(new LiveTile(id, "클럽", null, 0)), TileFigure.Entries).Tiles);
        Assert.Equal(("클럽", "1–4", $"/reviews/{id}"), (club.Name, club.Figure, club.Address));
    }

    [Theory]
    [InlineData(12, 4, "25 %", 1)]
    [InlineData(0, 5, "100 %", 4)]
    [InlineData(5, 0, "0 %", 0)]
    [InlineData(0, 0, "–", 0)]
    [InlineData(null, 9, "–", 0)]
    [InlineData(9, null, "–", 0)]
    public void A_share_of_refused_scans_is_unknown_if_a_count_is_not_shown(int? entries, int? refused, string figure, int shade)
    {
        var tile = Assert.Single(RegionTiles.Of("11680", Grid(new LiveTile("", "클럽", entries, refused)), TileFigure.Refused).Tiles);
        Assert.Equal((figure, shade), (tile.Figure, tile.Shade));
    }

    private static LiveGrid Grid(params LiveTile[] tiles) => new(default, [.. tiles]);

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 1)]
    [InlineData(53, 60)]
    [InlineData(61, 80)]
    [InlineData(81, 100)]
    [InlineData(101, 200)]
    public void A_chart_scale_ends_at_a_round_number(int highest, int top) => Assert.Equal(top, BarScale.Top([new Bar("", highest)]));
}
