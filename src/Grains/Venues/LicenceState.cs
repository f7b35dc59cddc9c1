namespace KiPass.Grains.Venues;

/// <summary>Whether a row of a licence register is about a venue that is open.</summary>
/// <remarks>
/// The national register of licences (지방행정 인허가데이터) keeps ended licences. Its state columns hold a code (01 open, 02 suspended, 03 closed,
/// 04 cancelled, 05 removed) or words, such as <c>영업/정상</c> and <c>폐업</c>.
/// </remarks>
internal static class LicenceState
{
    private static readonly string[] EndedWords =
    [
        "폐업",
        "휴업",
        "취소",
        "말소",
        "만료",
        "정지",
        "중지",
        "제외",
        "삭제",
        "전출",
        "closed",
        "suspended",
        "cancelled",
        "revoked",
        "expired",
    ];

    /// <summary>Whether the venue is closed, suspended, or its licence has ended.</summary>
    public static bool IsEnded(VenueColumns columns, string[] fields)
    {
        var states = columns.All(VenueColumns.State, fields).ToList();
        // A reopened venue may keep the date on which it was closed before, so that the date counts only without a state.
        return states.Count > 0 ? states.Any(IsEnded) : columns.All(VenueColumns.Closed, fields).Any();
    }

    private static bool IsEnded(string state) =>
        int.TryParse(state.TrimStart('0'), out var code)
            ? code is >= 2 and <= 5
            : EndedWords.Any(word => state.Contains(word, StringComparison.OrdinalIgnoreCase));
}
