using System.Globalization;
using KiPass.Contracts.Access;
using KiPass.Contracts.Compliance;
using KiPass.Contracts.Facilities;
using KiPass.Portal.Shared.Facilities;

namespace KiPass.Portal.Officials.Compliance;

/// <summary>The figure that the tiles of a map show.</summary>
internal enum TileFigure
{
    /// <summary>Share of obligated venues that have signed up, in percent.</summary>
    Share = 0,

    /// <summary>Number of venues that have neither signed up nor been invited.</summary>
    Missing = 1,

    /// <summary>Number of facilities without an entry for 7 days.</summary>
    Silent = 2,
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
        var places =
            region == Jurisdiction.Nation.Code
                ? Districts.Provinces.Select(one => new Place(ComplianceTexts.Short(one), one.Code, one.Column, one.Row)).ToList()
                :
                [
                    .. Districts
                        .All.Where(one => new Jurisdiction(region).Covers(one.Code))
                        .Select(one => new Place(Name(one), one.Code, null, null)),
                ];
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
