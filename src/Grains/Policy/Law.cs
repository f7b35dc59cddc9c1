using System.Globalization;
using KiPass.Contracts.Policy;
using KiPass.Tokens;

namespace KiPass.Grains.Policy;

/// <summary>The legal basis and the penalty of an obligation as of a day, from <c>Data/laws.csv</c>.</summary>
internal sealed record Law(KoreanDay From, Bilingual Basis, Bilingual Penalty)
{
    private static readonly Law[] ByDay =
    [
        .. PolicyData
            .Rows("laws.csv")
            .Select(row => new Law(KoreanDay.Parse(row[0], CultureInfo.InvariantCulture), new(row[1], row[2]), new(row[3], row[4]))),
    ];

    public static IEnumerable<KoreanDay> ChangeDays => ByDay.Select(law => law.From);

    public static Law On(KoreanDay day)
    {
        for (var i = ByDay.Length - 1; i > 0; i--)
        {
            if (ByDay[i].From <= day)
            {
                return ByDay[i];
            }
        }
        return ByDay[0];
    }
}
