using KiPass.Contracts.Access;
using KiPass.Contracts.Facilities;

namespace KiPass.Grains.Venues;

/// <summary>Finds the district of a row: by code, by name, or by the beginning of its address.</summary>
/// <param name="region">The jurisdiction that decides between districts of the same name (중구).</param>
internal sealed class VenueDistricts(Jurisdiction region)
{
    private static readonly ILookup<string, District> ByName = Districts
        .All.SelectMany(district =>
            new[]
            {
                district.Korean,
                $"{district.Province.Korean} {district.Korean}",
                $"{VenueKeys.ShortName(district.Province)} {district.Korean}",
                district.English.ToLowerInvariant(),
            }
                .Distinct()
                .Select(name => (name, district))
        )
        .ToLookup(pair => pair.name, pair => pair.district);

    /// <summary>Code of the district; null when there is none, or the name is ambiguous.</summary>
    public string? Find(string stated, string address)
    {
        if (stated.Length > 0)
        {
            return Districts.Find(stated)?.Code ?? Only(ByName[Spaced(stated).ToLowerInvariant()]);
        }
        var words = Spaced(address).Split(' ');
        return Only(ByName[string.Join(' ', words.Take(2))]) ?? Only(ByName[words[0]]);
    }

    private static string Spaced(string text) => string.Join(' ', text.Split(' ', StringSplitOptions.RemoveEmptyEntries));

    private string? Only(IEnumerable<District> named)
    {
        var all = named.ToList();
        var inside = all.Where(district => region.Covers(district.Code)).ToList();
        return inside.Count == 1 ? inside[0].Code
            : all.Count == 1 ? all[0].Code
            : null;
    }
}
