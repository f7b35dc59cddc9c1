using System.Globalization;
using KiPass.Contracts.Access;
using KiPass.Contracts.Compliance;
using KiPass.Contracts.Facilities;
using KiPass.Contracts.Live;
using KiPass.Portal.Shared.Facilities;

namespace KiPass.Portal.Officials.Compliance;

/// <summary>The figure that the tiles of a map show.</summary>
public enum TileFigure
{
    /// <summary>Share of obligated venues that have signed up, in percent.</summary>
    Share = 0,

    /// <summary>Number of venues that have neither signed up nor been invited.</summary>
    Missing = 1,

    /// <summary>Number of facilities without an entry for 7 days.</summary>
    Silent = 2,

    /// <summary>Accepted scans of the last minute.</summary>
    Entries = 3,

    /// <summary>Share of the scans of the last minute that were refused, in percent.</summary>
    Refused = 4,
}

/// <summary>
/// Shows the provinces of the country or the districts of a region as tiles. A darker shade means that more work remains.
/// </summary>
internal static class RegionTiles
{
    /// <summary>The darkest shade. Shades start at 0.</summary>
    public const int Darkest = 4;

    /// <summary>Returns the tiles of a region and their largest count. The tiles of the nation are arranged as a map.</summary>
    public static (IReadOnlyList<Tiles.Tile> Tiles, int Most) Of(string region, IReadOnlyList<ComplianceRow> rows, TileFigure figure)
    {
        var places = Places(region);
        var sums = places.ConvertAll(place =>
            ComplianceRow.Sum(rows.Where(row => row.District.StartsWith(place.Code, StringComparison.Ordinal)))
        );
        var most = sums.Select(sum => Count(sum, figure)).DefaultIfEmpty().Max();
        return (
            [
                .. places.Select(
                    (place, i) =>
                        new Tiles.Tile(
                            place.Name,
                            Say(sums[i], figure),
                            figure == TileFigure.Share ? OfShare(sums[i].Share()) : OfCount(Count(sums[i], figure), most),
                            place.Code == region ? List(figure, region) : $"/compliance?region={place.Code}&show={figure}",
                            place.Column,
                            place.Row
                        )
                ),
            ],
            most
        );
    }

    /// <summary>
    /// Returns the tiles of a region for a figure about the last minute: provinces, districts, or the facilities of a district with scans.
    /// </summary>
    public static (IReadOnlyList<Tiles.Tile> Tiles, int Most) Of(string region, LiveGrid grid, TileFigure figure)
    {
        var most = grid.Tiles.Select(tile => tile.Entries ?? LiveTile.Few - 1).DefaultIfEmpty().Max();
        if (region.Length == DistrictLength)
        {
            return ([.. grid.Tiles.Select(tile => Tile(tile.Name, tile, figure, most, $"/reviews/{tile.Code}"))], most);
        }
        var scans = grid.Tiles.ToDictionary(tile => tile.Code);
        return (
            [
                .. Places(region)
                    .Select(place =>
                        Tile(
                            place.Name,
                            scans.GetValueOrDefault(place.Code) ?? new LiveTile(place.Code, "", 0, 0),
                            figure,
                            most,
                            $"/compliance?region={place.Code}&show={figure}"
                        ) with
                        {
                            Column = place.Column,
                            Row = place.Row,
                        }
                    ),
            ],
            most
        );
    }

    private const int DistrictLength = 5;
    private static readonly string Few = $"1–{LiveTile.Few - 1}";

    private static Tiles.Tile Tile(string name, LiveTile scans, TileFigure figure, int most, string address)
    {
        var refused = RefusedShare(scans);
        return figure == TileFigure.Refused
            ? new Tiles.Tile(name, refused is { } percent ? $"{percent} %" : "–", refused is { } share ? OfCount(share, 100) : 0, address)
            : new Tiles.Tile(
                name,
                scans.Entries?.ToString("N0", CultureInfo.CurrentCulture) ?? Few,
                OfCount(scans.Entries ?? 1, Math.Max(most, 1)),
                address
            );
    }

    /// <summary>Refused scans in percent of all; null without scans, or if one of the counts is too small to be shown.</summary>
    public static int? RefusedShare(LiveTile scans) =>
        scans is { Entries: { } entries, Refused: { } refused } && entries + refused > 0 ? 100 * refused / (entries + refused) : null;

    private static List<Place> Places(string region) =>
        region == Jurisdiction.Nation.Code
            ? [.. Districts.Provinces.Select(one => new Place(ComplianceTexts.Short(one), one.Code, one.Column, one.Row))]
            :
            [
                .. Districts
                    .All.Where(one => new Jurisdiction(region).Covers(one.Code))
                    .Select(one => new Place(Name(one), one.Code, null, null)),
            ];

    /// <summary>Shade by quarter: 0 if all venues have signed up or the share is unknown, 4 below 25 percent.</summary>
    public static int OfShare(int? percent) => percent is { } known ? Math.Clamp(Darkest - known / 25, 0, Darkest) : 0;

    /// <summary>Shade by quarter of the largest count on the map; 0 if the count is 0.</summary>
    public static int OfCount(int count, int most) => count == 0 ? 0 : (Darkest * count + most - 1) / most;

    private static string Say(ComplianceRow sum, TileFigure figure) =>
        figure != TileFigure.Share ? Count(sum, figure).ToString("N0", CultureInfo.CurrentCulture)
        : sum.Share() is { } percent ? $"{percent}"
        : "–";

    private static int Count(ComplianceRow sum, TileFigure figure) => figure == TileFigure.Silent ? sum.Silent : sum.Missing;

    private static string List(TileFigure figure, string region) =>
        ComplianceTexts.Address(figure == TileFigure.Silent ? ComplianceState.Silent : ComplianceState.Missing, region);

    private static string Name(District district) => FacilityTexts.Korean ? district.Korean : district.English;

    private sealed record Place(string Name, string Code, int? Column, int? Row);
}
