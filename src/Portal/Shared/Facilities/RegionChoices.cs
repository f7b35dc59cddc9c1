using System.Globalization;
using KiPass.Contracts.Access;
using KiPass.Contracts.Facilities;
using Microsoft.Extensions.Localization;

namespace KiPass.Portal.Shared.Facilities;

/// <summary>A region to choose: its code (<c>*</c>, province or district), its name in the user's language, and the words that find it.</summary>
public sealed record RegionChoice(string Code, string Name, string Words);

/// <summary>The regions of a field, and the search by parts of their names: <c>부산 중구</c>, <c>jung busan</c>.</summary>
public static class RegionChoices
{
    /// <summary>All districts.</summary>
    public static IReadOnlyList<RegionChoice> AllDistricts() => [.. Districts.All.Select(Of)];

    /// <summary>The whole country, provinces and districts within a jurisdiction.</summary>
    public static IReadOnlyList<RegionChoice> Within(Jurisdiction jurisdiction, IStringLocalizer texts)
    {
        var choices = new List<RegionChoice>();
        if (jurisdiction.Covers(Jurisdiction.Nation))
        {
            choices.Add(new RegionChoice("*", texts["The whole country"], "전국 the whole country"));
        }
        foreach (var province in Districts.Provinces)
        {
            if (jurisdiction.Covers(new Jurisdiction(province.Code)))
            {
                choices.Add(
                    new RegionChoice(province.Code, texts["All of {0}", FacilityTexts.Name(province)], $"{Words(province)} 전체 all")
                );
            }
            choices.AddRange(Districts.Of(province).Where(one => jurisdiction.Covers(one.Code)).Select(Of));
        }
        return choices;
    }

    /// <summary>The choices whose words contain every typed word, in their order. All of them if nothing is typed.</summary>
    public static IEnumerable<RegionChoice> Find(IEnumerable<RegionChoice> choices, string? typed)
    {
        var words = (typed ?? "").Split([' ', ','], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return choices.Where(choice => words.All(word => choice.Words.Contains(word, StringComparison.OrdinalIgnoreCase)));
    }

    /// <summary>The usual short name: 서울, 경기, 충북.</summary>
    public static string ShortName(Province province) =>
        province.Korean is [var first, _, var third, '도'] ? $"{first}{third}" : province.Korean[..2];

    private static RegionChoice Of(District district) =>
        new(
            district.Code,
            FacilityTexts.Korean ? $"{ShortName(district.Province)} {district.Korean}" : $"{district.English}, {district.Province.English}",
            string.Create(CultureInfo.InvariantCulture, $"{Words(district.Province)} {district.Korean} {district.English}")
        );

    private static string Words(Province province) => $"{province.Korean} {ShortName(province)} {province.English}";
}
