using KiPass.Contracts.Facilities;

namespace KiPass.Silo.Demo.Nation;

/// <summary>Distributes facilities over the districts: by the population of the provinces, and within one a county gets a quarter of a city's.</summary>
internal static class NationShares
{
    private const int City = 4;
    private const int County = 1;

    // Residents in thousands, 2020 (주민등록인구).
    private static readonly Dictionary<string, int> Residents = new()
    {
        ["11"] = 9_668,
        ["26"] = 3_392,
        ["27"] = 2_418,
        ["28"] = 2_943,
        ["29"] = 1_450,
        ["30"] = 1_464,
        ["31"] = 1_136,
        ["36"] = 356,
        ["41"] = 13_427,
        ["42"] = 1_543,
        ["43"] = 1_601,
        ["44"] = 2_121,
        ["45"] = 1_804,
        ["46"] = 1_852,
        ["47"] = 2_639,
        ["48"] = 3_340,
        ["50"] = 675,
    };

    /// <summary>One district per facility; every district occurs if there are at least as many facilities as districts.</summary>
    public static List<District> Of(int count)
    {
        var shares = Districts.Provinces.SelectMany(Shares).OrderBy(share => share.District.Code, StringComparer.Ordinal).ToList();
        var total = shares.Sum(share => share.Share);
        var spread = count - shares.Count;
        var found = new List<District>(count);
        var owed = 0.0;
        foreach (var (district, share) in shares)
        {
            owed += 1 + Math.Max(0, spread) * share / total;
            while (owed >= 0.5 && found.Count < count)
            {
                found.Add(district);
                owed--;
            }
        }
        return found;
    }

    private static IEnumerable<(District District, double Share)> Shares(Province province)
    {
        var districts = Districts.Of(province).ToList();
        var weight = districts.Sum(Weight);
        return districts.Select(district => (district, (double)Residents[province.Code] * Weight(district) / weight));
    }

    private static int Weight(District district) => district.Korean.EndsWith('군') ? County : City;
}
