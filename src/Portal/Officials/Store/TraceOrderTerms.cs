using KiPass.Tokens;
using KiPass.Tokens.Orders;

namespace KiPass.Portal.Officials.Store;

/// <summary>
/// The terms of a trace order (역학조사 요청). The form, the store and the signed order share this type. The limits are those of <see
/// cref="TraceOrder"/>.
/// </summary>
internal abstract record TraceOrderTerms
{
    public TraceKind Kind { get; set; }

    /// <summary>The facility of a facility-window trace.</summary>
    public Guid? FacilityId { get; set; }

    public string FacilityName { get; set; } = "";

    /// <summary>Start of the time window at the facility.</summary>
    public DateTimeOffset? WindowFrom { get; set; }

    /// <summary>End of the time window, at most one day after its start.</summary>
    public DateTimeOffset? WindowTo { get; set; }

    /// <summary>First day in Korean time, at most 28 days ago.</summary>
    public KoreanDay FromDay { get; set; }

    /// <summary>Last day in Korean time.</summary>
    public KoreanDay ToDay { get; set; }

    /// <summary>Dwell times that the order overrides: minutes by facility type, 1 to 1440.</summary>
    public Dictionary<string, int> Dwell { get; set; } = [];

    /// <summary>Minimum overlap for a close contact, 1 to 1440 minutes.</summary>
    public int CloseMinutes { get; set; } = 15;

    /// <summary>Maximum number of contacts, 1 to 100,000.</summary>
    public int MaxContacts { get; set; } = 1_000;

    /// <summary>Number of days after which visitors are told that their data was accessed, 0 to 30.</summary>
    public int NoticeAfterDays { get; set; } = 14;

    /// <summary>
    /// Whether to include the facilities that contacts visited later on the same day. Requires its own approval decision.
    /// </summary>
    public bool Forward { get; set; }

    /// <summary>Issuers to query. Empty: all issuers that are pinned when the order is signed.</summary>
    public List<ushort> Issuers { get; set; } = [];

    /// <summary>Legal basis, at most 200 characters.</summary>
    public string Ground { get; set; } = "감염병예방법 제76조의2제1항";

    /// <summary>Justification for the approver, at most 500 characters.</summary>
    public string Reason { get; set; } = "";

    /// <summary>Copies all terms of another order.</summary>
    public void CopyFrom(TraceOrderTerms other)
    {
        foreach (var term in typeof(TraceOrderTerms).GetProperties())
        {
            term.SetValue(this, term.GetValue(other));
        }
    }

    /// <summary>Returns only the type name, so that terms cannot reach a log by accident.</summary>
    public sealed override string ToString() => GetType().Name;
}
