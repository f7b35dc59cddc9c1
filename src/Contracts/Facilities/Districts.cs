using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Globalization;

namespace KiPass.Contracts.Facilities;

/// <summary>
/// The 229 districts (시·군·구) and 17 provinces (시·도) of 2020, from the embedded <c>districts.csv</c> and <c>province-tiles.csv</c>.
/// </summary>
public static class Districts
{
    /// <summary>All provinces, sorted by code.</summary>
    public static ImmutableArray<Province> Provinces { get; } = ReadProvinces();

    /// <summary>All districts, sorted by code.</summary>
    public static ImmutableArray<District> All { get; } = ReadDistricts();

    private static readonly FrozenDictionary<string, District> ByCode = All.ToFrozenDictionary(district => district.Code);

    /// <summary>The district of a code; null when there is none.</summary>
    public static District? Find(string? code) => code is not null && ByCode.TryGetValue(code, out var district) ? district : null;

    /// <summary>The districts of a province, sorted by code.</summary>
    public static IEnumerable<District> Of(Province province) => All.Where(district => district.Province == province);

    private static ImmutableArray<Province> ReadProvinces()
    {
        var tiles = Rows("province-tiles.csv").ToDictionary(row => row[0]);
        return
        [
            .. Rows("districts.csv")
                .DistinctBy(row => row[1])
                .Select(row => new Province(row[1], row[2], row[3], row[6] == "yes", Number(tiles[row[1]][2]), Number(tiles[row[1]][3])))
                .OrderBy(province => province.Code, StringComparer.Ordinal),
        ];
    }

    private static ImmutableArray<District> ReadDistricts()
    {
        var provinces = Provinces.ToDictionary(province => province.Code);
        return
        [
            .. Rows("districts.csv")
                .Select(row => new District(row[0], provinces[row[1]], row[4], row[5]))
                .OrderBy(district => district.Code, StringComparer.Ordinal),
        ];
    }

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    private static IEnumerable<string[]> Rows(string resource)
    {
        using var reader = new StreamReader(typeof(Districts).Assembly.GetManifestResourceStream(resource)!);
        reader.ReadLine();
        while (reader.ReadLine() is { Length: > 0 } line)
        {
            yield return line.Split(',');
        }
    }
}
