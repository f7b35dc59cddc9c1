using System.Text.RegularExpressions;
using KiPass.Contracts.Access;
using KiPass.Contracts.Facilities;

namespace KiPass.Grains.Venues;

/// <summary>
/// Finds the district of a row: by code, by name, or by the beginning of its address. Names and codes that were in use before or after 2020 are
/// those of the same place.
/// </summary>
/// <param name="region">The jurisdiction that decides between districts of the same name (중구).</param>
internal sealed partial class VenueDistricts(Jurisdiction region)
{
    private static readonly ILookup<string, District> ByName = Districts
        .All.SelectMany(district =>
            new[] { district.Korean, district.English.ToLowerInvariant() }.Distinct().Select(name => (name, district))
        )
        .ToLookup(pair => pair.name, pair => pair.district);

    private static readonly Dictionary<string, Province> Provinces = ProvinceNames();

    private static readonly Dictionary<string, string> Renamed = VenueData
        .Rows("renamed-districts.csv")
        .ToDictionary(row => row[0], row => row[1]);

    // Gangwon and Jeonbuk became special provinces in 2023 and 2024; only the first two digits changed.
    private static readonly Dictionary<string, string> RenumberedProvinces = new() { ["51"] = "42", ["52"] = "45" };

    /// <summary>The province of any of its names; null when it is none.</summary>
    public static Province? ProvinceOf(string name) => Provinces.GetValueOrDefault(name);

    /// <summary>Code of the district; null when there is none, or the name is ambiguous.</summary>
    public string? Find(string stated, string address)
    {
        var words = Words(stated);
        if (words.Length == 0)
        {
            return OfWords(Words(address));
        }
        if (Code().Match(stated) is { Success: true } code)
        {
            return OfCode(code.Groups[1].Value);
        }
        if (ByName[string.Join(' ', words)].Select(district => district.Code).ToList() is { Count: > 1 } namesakes)
        {
            // Six cities have a 중구. The address decides, or else the jurisdiction.
            return OfWords(Words(address)) is { } found && namesakes.Contains(found) ? found : OfWords(words);
        }
        // A column that names the province only leaves the district to the address.
        return OfWords(words)
            ?? (words.Length == 1 && Provinces.ContainsKey(words[0]) ? OfWords(WithProvince(words[0], Words(address))) : null);
    }

    private string? OfWords(string[] words)
    {
        if (words.Length == 0)
        {
            return null;
        }
        if (!Provinces.TryGetValue(words[0], out var province))
        {
            return Only(ByName[string.Join(' ', words)]) ?? Only(ByName[words[0]]);
        }
        var inside = Districts.Of(province).ToList();
        if (words.Length > 1)
        {
            var named = inside.FirstOrDefault(district => district.Korean == words[1])?.Code;
            if ((named ?? Renamed.GetValueOrDefault($"{province.Korean} {words[1]}")) is { } found)
            {
                return found;
            }
        }
        // Sejong has no districts: its addresses go on with the road.
        return inside.Count == 1 ? inside[0].Code : null;
    }

    private static string? OfCode(string code)
    {
        if (RenumberedProvinces.TryGetValue(code[..2], out var province))
        {
            code = province + code[2..];
        }
        return Districts.Find(Renamed.GetValueOrDefault(code, code))?.Code;
    }

    // 광주시 is a short name of a province, but after 경기도 it is one of its districts.
    private static string[] WithProvince(string province, string[] address) =>
        address.Length > 0
        && Provinces.ContainsKey(address[0])
        && Districts.Of(Provinces[province]).All(district => district.Korean != address[0])
            ? address
            : [province, .. address];

    private static string[] Words(string text) => text.ToLowerInvariant().Split(' ', StringSplitOptions.RemoveEmptyEntries);

    private static Dictionary<string, Province> ProvinceNames()
    {
        var byName = Districts
            .Provinces.SelectMany(province => new[] { province.Korean, VenueKeys.ShortName(province) }.Select(name => (name, province)))
            .ToDictionary(pair => pair.name, pair => pair.province);
        foreach (var row in VenueData.Rows("renamed-places.csv"))
        {
            byName[row[0]] = byName[row[1]];
        }
        return byName;
    }

    private string? Only(IEnumerable<District> named)
    {
        var all = named.ToList();
        var inside = all.Where(district => region.Covers(district.Code)).ToList();
        return inside.Count == 1 ? inside[0].Code
            : all.Count == 1 ? all[0].Code
            : null;
    }

    // Five digits, or the ten of a legal district (법정동) that begin with them; a spreadsheet adds .0.
    [GeneratedRegex(@"^(\d{5})(?:\d{5})?(?:\.0+)?\z")]
    private static partial Regex Code();
}
