using KiPass.Contracts.Facilities;

namespace KiPass.Silo.Demo.Nation;

/// <summary>Names, streets and numbers of facilities that do not exist. The people's given names differ from those of the demonstration's visitors.</summary>
internal static class NationNames
{
    // csharpier-ignore
    private static readonly string[] Words =
    [
        "별빛", "한마음", "푸른솔", "무지개", "달빛", "청춘", "새벽", "은하", "햇살", "바다", "하늘", "두레", "온누리", "다정", "산들", "노을", "행복", "으뜸", "참좋은", "모아",
        "로얄", "스타", "골든", "블루", "메트로", "센트럴", "오아시스", "리버", "가든", "파라다이스", "월드", "드림", "플러스", "프라임", "해피", "럭키", "피닉스", "오로라", "테라", "루나",
    ];

    // csharpier-ignore
    private static readonly string[] Roads =
    [
        "중앙로", "시장길", "역전로", "문화로", "공원로", "대학로", "충무로", "세종로", "강변로", "산업로", "평화로", "동서로", "남북로", "번영로", "희망로", "청사로", "호수로", "송림길", "벚꽃길", "은행나무길",
    ];

    private const string Families = "김이박최정강조윤장임한오서신권황안송류홍";

    // csharpier-ignore
    private static readonly string[] Given =
    [
        "영숙", "정호", "미경", "상철", "경희", "동현", "은주", "병철", "혜정", "진우", "수진", "태식", "성민", "지연", "준호", "현주", "재석", "보람", "민철", "유진",
    ];

    private static readonly Dictionary<string, string> AreaCodes = new()
    {
        ["11"] = "02",
        ["26"] = "051",
        ["27"] = "053",
        ["28"] = "032",
        ["29"] = "062",
        ["30"] = "042",
        ["31"] = "052",
        ["36"] = "044",
        ["41"] = "031",
        ["42"] = "033",
        ["43"] = "043",
        ["44"] = "041",
        ["45"] = "063",
        ["46"] = "061",
        ["47"] = "054",
        ["48"] = "055",
        ["50"] = "064",
    };

    /// <summary>For example 해운대 별빛 코인노래연습장.</summary>
    public static string Trade(Random random, District district, string suffix) =>
        $"{Place(district.Korean)} {Pick(Words, random)} {suffix}";

    public static string Address(Random random) =>
        $"{Pick(Roads, random)} {random.Next(1, 400)}{(random.Next(3) == 0 ? $", {random.Next(1, 6)}층" : "")}";

    public static string Person(Random random) => Families[random.Next(Families.Length)] + Pick(Given, random);

    public static string Phone(District district, int serial) => $"{AreaCodes[district.Province.Code]}-555-{serial % 10_000:0000}";

    /// <summary>A valid business number, different for each serial.</summary>
    public static string Number(int serial)
    {
        var nine = $"{310 + serial % 500:000}{11 + serial % 80:00}{serial % 10_000:0000}";
        return $"{nine}{BusinessNumber.CheckDigit(nine)}";
    }

    // 종로구 is called 종로, but 중구 stays.
    private static string Place(string district) =>
        district.Length > 5 ? district[..2]
        : district.Length > 2 ? district[..^1]
        : district;

    private static string Pick(string[] from, Random random) => from[random.Next(from.Length)];
}
