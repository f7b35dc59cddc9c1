namespace KiPass.Silo.Demo.Nation;

/// <summary>When the facilities of a type are open, and how they are called and sized.</summary>
/// <param name="Type">Code of the facility type.</param>
/// <param name="Share">How common the type is, relative to the others.</param>
/// <param name="Opens">Hour of the day.</param>
/// <param name="Closes">Hour of the day; over 24 after midnight.</param>
/// <param name="Suffix">End of the trade name.</param>
/// <param name="Smallest">Smallest capacity.</param>
/// <param name="Largest">Largest capacity.</param>
internal sealed record NationType(string Type, int Share, int Opens, int Closes, string Suffix, int Smallest, int Largest)
{
    public static IReadOnlyList<NationType> All { get; } =
    [
        new("entertainment-bar", 24, 18, 29, "유흥주점", 40, 350),
        new("danran-bar", 24, 18, 27, "단란주점", 20, 90),
        new("hunting-pub", 8, 17, 27, "헌팅포차", 60, 160),
        new("emotional-pub", 8, 17, 26, "감성주점", 50, 140),
        new("colatec", 4, 12, 23, "콜라텍", 100, 300),
        new("karaoke", 34, 0, 24, "코인노래연습장", 20, 90),
        new("group-exercise", 14, 7, 22, "스피닝", 20, 60),
        new("standing-concert", 3, 17, 24, "라이브홀", 150, 600),
        new("direct-sales-hall", 4, 9, 18, "건강홍보관", 60, 200),
        new("distribution-center", 3, 0, 24, "물류센터", 200, 900),
        new("academy-300", 12, 9, 22, "학원", 60, 520),
        new("buffet", 10, 11, 22, "뷔페", 80, 300),
        new("pc-cafe", 26, 0, 24, "PC방", 40, 150),
        new("restaurant", 26, 11, 23, "식당", 20, 120),
        new("cafe", 18, 9, 22, "카페", 20, 90),
        new("gym", 10, 6, 23, "헬스장", 40, 180),
        new("bathhouse", 6, 6, 21, "사우나", 50, 200),
        new("cinema", 3, 10, 25, "시네마", 200, 900),
        new("theater", 2, 13, 22, "소극장", 80, 400),
        new("wedding-hall", 3, 10, 19, "웨딩홀", 150, 500),
        new("funeral-hall", 3, 0, 24, "장례식장", 100, 400),
        new("religious", 6, 6, 21, "교회", 80, 600),
        new("library", 3, 9, 22, "도서관", 80, 400),
        new("retail", 5, 10, 21, "상점", 30, 400),
        new("beauty", 5, 10, 20, "미용실", 8, 30),
        new("study-cafe", 8, 0, 24, "스터디카페", 30, 120),
        new("lodging", 5, 0, 24, "호텔", 40, 300),
        new("medical", 4, 9, 19, "의원", 20, 120),
        new("public-office", 2, 9, 18, "주민센터", 40, 150),
    ];
}
