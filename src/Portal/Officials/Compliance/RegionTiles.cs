using System.Globalization;
using KiPass.Contracts.Access;
using KiPass.Contracts.Compliance;
using KiPass.Contracts.Facilities;
using KiPass.Portal.Shared.Facilities;

namespace KiPass.Portal.Officials.Compliance;

/// <summary>What the tiles of a map show.</summary>
internal enum TileFigure
{
    /// <summary>Of those who ought to: how many have signed up, percent.</summary>
    Share = 0,

    /// <summary>Venues that have neither signed up nor been invited.</summary>
    Missing = 1,

    /// <summary>Facilities that nobody entered for 7 days.</summary>
    Silent = 2,
}

/// <summary>The country's provinces or a region's districts as tiles: each one number and one shade, the darker the more there is to do.</summary>
internal static class RegionTiles
{
    /// <summary>The darkest shade; 0 is none.</summary>
    public const int Darkest = 4;

    /// <summary>Tiles of a region, the nation's as a map; and the largest count among them.</summary>
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

    /// <summary>By quarters: 0 for all or nothing known, 4 for less than a quarter.</summary>
    public static int OfShare(int? percent) => percent is { } known ? Math.Clamp(Darkest - known / 25, 0, Darkest) : 0;

    /// <summary>By quarters of the largest on the map: 0 for none.</summary>
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
