using System.Text;
using System.Text.RegularExpressions;
using KiPass.Contracts.Facilities;

namespace KiPass.Grains.Venues;

/// <summary>
/// Normalized names and addresses for comparison: letters and digits only, without company forms, floors and the district.
/// </summary>
internal static partial class VenueKeys
{
    private static readonly Dictionary<string, string> ShortProvinces = new()
    {
        ["11"] = "서울",
        ["26"] = "부산",
        ["27"] = "대구",
        ["28"] = "인천",
        ["29"] = "광주",
        ["30"] = "대전",
        ["31"] = "울산",
        ["36"] = "세종",
        ["41"] = "경기",
        ["42"] = "강원",
        ["43"] = "충북",
        ["44"] = "충남",
        ["45"] = "전북",
        ["46"] = "전남",
        ["47"] = "경북",
        ["48"] = "경남",
        ["50"] = "제주",
    };

    /// <summary>A trade name: <c>(주) 종로 포차</c> and <c>종로포차</c> are the same.</summary>
    public static string Name(string name) => Letters(Company().Replace(Composed(name), ""));

    /// <summary>An address inside its district: <c>서울 종로구 종로 1, 3층 (관철동)</c> and <c>종로 1</c> are the same.</summary>
    public static string Address(string address, string district)
    {
        var text = Composed(Parentheses().Replace(address, " "));
        var comma = text.IndexOf(',', StringComparison.Ordinal);
        var tokens = (comma < 0 ? text : text[..comma]).Split(' ', StringSplitOptions.RemoveEmptyEntries).AsEnumerable();
        if (Districts.Find(district) is { } known)
        {
            tokens = tokens.SkipWhile(token => IsPlace(token, known));
        }
        return Letters(string.Concat(tokens.Where(token => !Floor().IsMatch(token))));
    }

    /// <summary>District, name and address in one.</summary>
    public static string PlaceKey(string district, string name, string address) => $"{district}|{Name(name)}|{Address(address, district)}";

    /// <summary>Similarity of two keys in percent: the Dice coefficient of their character pairs.</summary>
    public static int Likeness(string one, string other)
    {
        if (one == other)
        {
            return 100;
        }
        if (one.Length < 2 || other.Length < 2)
        {
            return 0;
        }
        var left = one.Length - 1;
        var pairs = new Dictionary<(char, char), int>(left);
        for (var i = 0; i < left; i++)
        {
            pairs[(one[i], one[i + 1])] = pairs.GetValueOrDefault((one[i], one[i + 1])) + 1;
        }
        var shared = 0;
        for (var i = 0; i + 1 < other.Length; i++)
        {
            if (pairs.GetValueOrDefault((other[i], other[i + 1])) is > 0 and var count)
            {
                pairs[(other[i], other[i + 1])] = count - 1;
                shared++;
            }
        }
        return 200 * shared / (left + other.Length - 1);
    }

    /// <summary>A province's short name, for example 서울.</summary>
    public static string ShortName(Province province) => ShortProvinces.GetValueOrDefault(province.Code, province.Korean);

    private static bool IsPlace(string token, District district) =>
        token == district.Korean || VenueDistricts.ProvinceOf(token) == district.Province;

    private static string Letters(string text) =>
        string.Concat(text.Where(character => char.IsLetterOrDigit(character) || character == '-'));

    private static string Composed(string text)
    {
        try
        {
            return text.Normalize(NormalizationForm.FormKC).ToLowerInvariant();
        }
        catch (ArgumentException)
        {
            // A single surrogate cannot be normalized.
            return string.Concat(text.Where(character => !char.IsSurrogate(character))).ToLowerInvariant();
        }
    }

    [GeneratedRegex(@"\((?:주|유|합|재|사)\)|주식회사|유한회사")]
    private static partial Regex Company();

    [GeneratedRegex(@"\([^)]*\)")]
    private static partial Regex Parentheses();

    [GeneratedRegex(@"^(?:지하|지상|b)?\d+(?:층|호|f)$|^지하$")]
    private static partial Regex Floor();
}
