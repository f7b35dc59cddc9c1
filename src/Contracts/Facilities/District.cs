namespace KiPass.Contracts.Facilities;

/// <summary>A district of 2020 (시·군·구).</summary>
/// <param name="Code">Five digits; the first two are the province's.</param>
/// <param name="Province">Its province.</param>
/// <param name="Korean">For example 종로구.</param>
/// <param name="English">For example Jongno-gu.</param>
public sealed record District(string Code, Province Province, string Korean, string English);

/// <summary>A province or metropolitan city (시·도).</summary>
/// <param name="Code">Two digits.</param>
/// <param name="Korean">For example 서울특별시.</param>
/// <param name="English">For example Seoul.</param>
/// <param name="CapitalArea">수도권: Seoul, Incheon or Gyeonggi.</param>
/// <param name="Column">Column in the tile map, starting with 0 in the west.</param>
/// <param name="Row">Row in the tile map, starting with 0 in the north.</param>
public sealed record Province(string Code, string Korean, string English, bool CapitalArea, int Column, int Row);
