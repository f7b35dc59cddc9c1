namespace KiPass.Issuer.Demo;

/// <summary>Names of people who do not exist, combined from common family names and given names.</summary>
internal static class DemoNames
{
    // Weighted by their frequency in Korea: one entry for about every two per cent.
    private static readonly string[] FamilyNames =
    [
        .. Enumerable.Repeat("김", 11),
        .. Enumerable.Repeat("이", 8),
        .. Enumerable.Repeat("박", 5),
        .. Enumerable.Repeat("최", 3),
        .. Enumerable.Repeat("정", 3),
        .. "강조윤장임한오서신권황안송류홍전고문양손배백허남심노하곽성차주우구민진".Select(c => c.ToString()),
    ];

    // csharpier-ignore
    private static readonly string[] GivenNames =
    [
        "가온", "건희", "규리", "기백", "나린", "다빈", "다솔", "도담", "동휘", "라온", "로아", "명진", "무열", "미르", "미정", "범수", "병찬", "보미",
        "봉선", "빛나", "상욱", "새롬", "서율", "선재", "성호", "세린", "소담", "수호", "순복", "슬아", "시온", "아라", "연두", "영길", "예솔", "우람",
        "원식", "윤솔", "은찬", "이든", "인수", "재범", "정임", "종수", "주원", "진솔", "찬미", "창섭", "채운", "태오", "하랑", "한결", "해솔", "현도",
        "혜령", "화진", "효린", "희망", "광자", "춘식",
    ];

    public static string Next(Random random) => Pick(FamilyNames, random) + Pick(GivenNames, random);

    private static string Pick(string[] from, Random random) => from[random.Next(from.Length)];
}
