using KiPass.Tokens;
using KiPass.Tokens.Orders;

namespace KiPass.Portal.Officials.Store;

/// <summary>
/// What an official asks for in a trace order (역학조사 요청). Declared once: the form binds to it, the store keeps it, and the signed order is
/// made from it. Bounds are those of <see cref="TraceOrder"/>.
/// </summary>
internal abstract record TraceOrderTerms
{
    public TraceKind Kind { get; set; }

    /// <summary>The facility of a trace by facility and time.</summary>
    public Guid? FacilityId { get; set; }

    public string FacilityName { get; set; } = "";

    /// <summary>Start of the time window at the facility.</summary>
    public DateTimeOffset? WindowFrom { get; set; }

    /// <summary>End of the time window; at most one day after its start.</summary>
    public DateTimeOffset? WindowTo { get; set; }

    /// <summary>First Korean day, at most 28 days back.</summary>
    public KoreanDay FromDay { get; set; }

    /// <summary>Last Korean day.</summary>
    public KoreanDay ToDay { get; set; }

    /// <summary>Dwell times that the order changes: minutes by facility type, 1 to 1440.</summary>
    public Dictionary<string, int> Dwell { get; set; } = [];

    /// <summary>Minimum overlap of a close contact, 1 to 1440 minutes.</summary>
    public int CloseMinutes { get; set; } = 15;

    /// <summary>Maximum number of contacts, 1 to 100,000.</summary>
    public int MaxContacts { get; set; } = 1_000;

    /// <summary>Days after which visitors see that their data was accessed, 0 to 30.</summary>
    public int NoticeAfterDays { get; set; } = 14;

    /// <summary>Whether to find also where contacts went next on the same day: an approver judges it separately.</summary>
    public bool Forward { get; set; }

    /// <summary>Issuers to ask; empty: all that are pinned when the order is signed.</summary>
    public List<ushort> Issuers { get; set; } = [];

    /// <summary>Legal ground, at most 200 characters.</summary>
    public string Ground { get; set; } = "감염병예방법 제76조의2제1항";

    /// <summary>Reason for the approver, at most 500 characters.</summary>
    public string Reason { get; set; } = "";

    /// <summary>Takes over every term of another order.</summary>
    public void CopyFrom(TraceOrderTerms other)
    {
        foreach (var term in typeof(TraceOrderTerms).GetProperties())
        {
            term.SetValue(this, term.GetValue(other));
        }
    }

    /// <summary>The type alone, so that no term reaches a log by accident.</summary>
    public sealed override string ToString() => GetType().Name;
}
