using System.Collections.Frozen;
using System.Collections.Immutable;

namespace KiPass.Contracts.Facilities;

/// <summary>A type of facility (시설 유형).</summary>
/// <param name="Code">Stable code, for example <c>hunting-pub</c>.</param>
/// <param name="Korean">Korean name.</param>
/// <param name="English">English name.</param>
/// <param name="Group">Its group.</param>
/// <param name="HighRisk">
/// Whether it is one of the twelve high-risk types of the notice (고위험시설). The policy decides whether it has an obligation on a day.
/// </param>
/// <param name="DwellMinutes">Typical duration of a visit in minutes, used to infer exits; a trace order can override it.</param>
public sealed record FacilityType(string Code, string Korean, string English, FacilityGroup Group, bool HighRisk, int DwellMinutes);

/// <summary>Groups of facility types, as in the notice.</summary>
public enum FacilityGroup
{
    /// <summary>음식점.</summary>
    Food = 0,

    /// <summary>유흥시설.</summary>
    Nightlife = 1,

    /// <summary>여가시설.</summary>
    Leisure = 2,

    /// <summary>체육시설.</summary>
    Sport = 3,

    /// <summary>공연시설.</summary>
    Performance = 4,

    /// <summary>추가 지정 (2020-06-23): direct sales, distribution, academies, buffets.</summary>
    Added = 5,

    /// <summary>그 밖의 시설: not in the notice.</summary>
    Other = 6,
}

/// <summary>All types that a facility can have.</summary>
public static class FacilityTypes
{
    /// <summary>The twelve types of the notice in its order, then the others.</summary>
    public static ImmutableArray<FacilityType> All { get; } =
    [
        new("hunting-pub", "헌팅포차", "Hunting pub", FacilityGroup.Food, true, 150),
        new("emotional-pub", "감성주점", "Emotional pub", FacilityGroup.Food, true, 150),
        new("entertainment-bar", "유흥주점", "Entertainment bar", FacilityGroup.Nightlife, true, 180),
        new("danran-bar", "단란주점", "Danran bar", FacilityGroup.Nightlife, true, 180),
        new("colatec", "콜라텍", "Colatec (dance hall)", FacilityGroup.Nightlife, true, 180),
        new("karaoke", "노래연습장", "Karaoke room", FacilityGroup.Leisure, true, 90),
        new("group-exercise", "실내집단운동", "Indoor group exercise", FacilityGroup.Sport, true, 90),
        new("standing-concert", "실내 스탠딩공연장", "Indoor standing concert hall", FacilityGroup.Performance, true, 180),
        new("direct-sales-hall", "직접판매홍보관", "Direct-sales hall", FacilityGroup.Added, true, 120),
        new("distribution-center", "유통물류센터", "Distribution centre", FacilityGroup.Added, true, 540),
        // All academies have this type; the rule academy-300 applies from a capacity of 300.
        new("academy-300", "학원", "Private academy", FacilityGroup.Added, true, 180),
        new("buffet", "뷔페", "Buffet", FacilityGroup.Added, true, 90),
        new("pc-cafe", "PC방", "PC café", FacilityGroup.Leisure, false, 180),
        new("restaurant", "일반음식점", "Restaurant", FacilityGroup.Food, false, 60),
        new("cafe", "카페", "Café", FacilityGroup.Food, false, 60),
        new("gym", "체육관", "Gym", FacilityGroup.Sport, false, 90),
        new("bathhouse", "목욕장", "Bathhouse", FacilityGroup.Leisure, false, 150),
        new("cinema", "영화관", "Cinema", FacilityGroup.Performance, false, 150),
        new("theater", "공연장", "Theatre", FacilityGroup.Performance, false, 150),
        new("wedding-hall", "결혼식장", "Wedding hall", FacilityGroup.Other, false, 120),
        new("funeral-hall", "장례식장", "Funeral hall", FacilityGroup.Other, false, 120),
        new("religious", "종교시설", "Place of worship", FacilityGroup.Other, false, 90),
        new("library", "도서관", "Library", FacilityGroup.Other, false, 150),
        new("retail", "상점·백화점", "Shop or department store", FacilityGroup.Other, false, 60),
        new("beauty", "이·미용업", "Hair or beauty salon", FacilityGroup.Other, false, 90),
        new("study-cafe", "스터디카페·독서실", "Study café or reading room", FacilityGroup.Leisure, false, 240),
        new("lodging", "숙박시설", "Lodging", FacilityGroup.Other, false, 720),
        new("medical", "의료기관", "Medical facility", FacilityGroup.Other, false, 60),
        new("public-office", "공공기관", "Public office", FacilityGroup.Other, false, 45),
        new("other", "기타", "Other", FacilityGroup.Other, false, 60),
    ];

    private static readonly FrozenDictionary<string, FacilityType> ByCode = All.ToFrozenDictionary(type => type.Code);

    /// <summary>The type of a code; null when there is none.</summary>
    public static FacilityType? Find(string? code) => code is not null && ByCode.TryGetValue(code, out var type) ? type : null;
}
