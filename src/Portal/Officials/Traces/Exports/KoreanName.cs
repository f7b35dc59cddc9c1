using System.Collections.Frozen;

namespace KiPass.Portal.Officials.Traces.Exports;

/// <summary>
/// Splits a Korean name written as one word into family name and given name. Only a known family name is split off, so that a single name of
/// another language, written in Hangul, stays whole.
/// </summary>
/// <remarks>Family names of the population census (통계청 인구주택총조사 2015), the common ones and all of two syllables.</remarks>
internal static class KoreanName
{
    private const int LongestGivenName = 3;

    private static readonly FrozenSet<string> TwoSyllables = FrozenSet.ToFrozenSet([
        "남궁",
        "황보",
        "제갈",
        "사공",
        "선우",
        "서문",
        "독고",
        "동방",
        "어금",
        "망절",
        "무본",
        "황목",
        "장곡",
        "강전",
        "소봉",
        "등정",
    ]);

    private static readonly FrozenSet<char> OneSyllable = FrozenSet.ToFrozenSet(
        "김이박최정강조윤장임한오서신권황안송류전홍고문양손배백허유남심노하곽성차주우구민진지엄채원천방공현함변염여추도소석선설마길연위표명기반왕금옥육인맹제모탁국어은편용예경봉사부가복태목형피두감호음빈동온시범좌팽승간견당화창상갈강계나라려리단대돈내뇌누담도독동"
    );

    /// <summary>Given name and family name; null if the name is not a Korean name written as one word.</summary>
    public static (string Given, string Family)? Split(string name)
    {
        if (name.Length < 2 || !name.All(letter => letter is >= '가' and <= '힣'))
        {
            return null;
        }
        var family =
            name.Length > 2 && TwoSyllables.Contains(name[..2]) ? 2
            : OneSyllable.Contains(name[0]) ? 1
            : 0;
        return family > 0 && name.Length - family <= LongestGivenName ? (name[family..], name[..family]) : null;
    }
}
