using System.Security.Cryptography;
using System.Text;
using KiPass.Contracts.Facilities;

namespace KiPass.Silo.DemoVenues;

/// <summary>One facility of the demonstration.</summary>
/// <param name="OpenCodes">Number of pairing codes to create; they are valid until they are used.</param>
internal sealed record DemoFacility(FacilityFacts Facts, int OpenCodes)
{
    /// <summary>Demonstration facilities, the same in every run, so that an interrupted seeding can be repeated.</summary>
    public Guid Id { get; } = new(SHA256.HashData(Encoding.UTF8.GetBytes($"kipass-demo:{Facts.Name}")).AsSpan(0, 16), bigEndian: true);
}

/// <summary>
/// One facility of each mandatory type, in districts of Seoul; the venue number of a seeded visit is an index into this list.
/// </summary>
internal static class DemoFacilities
{
    /// <summary>Index of the facility that the start page's story is about; it is always open.</summary>
    public const int Story = 5;

    public static IReadOnlyList<DemoFacility> All { get; } =
    [
        Make(1, "hunting-pub", "건대 청춘헌팅포차", "11215", "아차산로 213", 120, "김도윤", openCodes: 3),
        Make(2, "emotional-pub", "홍대 별밤감성주점", "11440", "와우산로 94", 90, "이서준", openCodes: 3),
        Make(3, "entertainment-bar", "이태원 클럽 누아", "11170", "이태원로 177", 350, "박지호", openCodes: 3),
        Make(4, "danran-bar", "영등포 은하단란주점", "11560", "영중로 15", 60, "최민준"),
        Make(5, "colatec", "청량리 무지개콜라텍", "11230", "왕산로 205", 200, "정순옥"),
        Make(6, "karaoke", "신촌 소리나무 코인노래연습장", "11410", "연세로 12", 80, "강하윤", openCodes: 4),
        Make(7, "group-exercise", "잠실 플러스 스피닝", "11710", "올림픽로 240", 45, "조예은"),
        Make(8, "standing-concert", "홍대 라이브홀 파동", "11440", "잔다리로 32", 400, "윤시우", standing: true),
        Make(9, "direct-sales-hall", "방화 건강나눔 홍보관", "11500", "방화대로 301", 150, "장영자"),
        Make(10, "distribution-center", "장지 새벽배송 물류센터", "11710", "송파대로 55", 600, "임태현"),
        Make(11, "academy-300", "대치 으뜸수학학원", "11680", "도곡로 408", 420, "한지민"),
        Make(12, "buffet", "종로 한상가득 뷔페", "11110", "종로 69", 260, "오세훈"),
    ];

    private static DemoFacility Make(
        int serial,
        string type,
        string name,
        string district,
        string address,
        int capacity,
        string representative,
        bool standing = false,
        int openCodes = 0
    )
    {
        var facts = new FacilityFacts
        {
            BusinessNumber = Number(serial),
            Name = name,
            OpenedOn = new DateOnly(2012 + serial % 8, 1 + serial % 12, 1 + serial * 2),
            Representative = representative,
            ManagerName = representative,
            Phone = $"02-5550-01{serial:00}",
            District = district,
            Address = address,
            Type = type,
            Capacity = capacity,
            Indoor = true,
            Standing = standing,
        };
        return new DemoFacility(facts, openCodes);
    }

    private static string Number(int serial)
    {
        var nine = $"2{serial:00}868{serial * 7:000}";
        return $"{nine}{BusinessNumber.CheckDigit(nine)}";
    }
}
