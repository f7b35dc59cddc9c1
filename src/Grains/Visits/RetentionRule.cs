using KiPass.Tokens;

namespace KiPass.Grains.Visits;

/// <summary>
/// Retention of four weeks (4주 뒤 파기): a visit cannot be read from 28 × 24 h after its entry, and is destroyed within 26 hours after that. A
/// day is destroyed as a whole, when the last of its visits is due. No setting changes this.
/// </summary>
internal static class RetentionRule
{
    /// <summary>Name of the rule in a destruction record.</summary>
    public const string Name = "four-weeks";

    /// <summary>How long after its entry a visit can be read.</summary>
    public static readonly TimeSpan Readable = TimeSpan.FromHours(28 * 24);

    /// <summary>How long after that a visit may still be stored.</summary>
    public static readonly TimeSpan DestroyedWithin = TimeSpan.FromHours(26);

    /// <summary>How long after the end of a day its visits may still arrive from devices that were offline.</summary>
    private static readonly TimeSpan StillWritten = TimeSpan.FromHours(25);

    /// <summary>Visits that entered at this instant or earlier must not be read.</summary>
    public static DateTimeOffset UnreadableUpTo(DateTimeOffset now) => now - Readable;

    /// <summary>When a day must be destroyed: the Korean midnight after its last visit became unreadable.</summary>
    public static DateTimeOffset DueAt(KoreanDay day) => (day + 29).Start;

    public static bool IsDue(KoreanDay day, DateTimeOffset now) => now >= DueAt(day);

    /// <summary>Whether no more visits of a day can arrive.</summary>
    public static bool IsClosed(KoreanDay day, DateTimeOffset now) => now >= day.End + StillWritten;

    /// <summary>Whether a visit with this entry time should already have been destroyed, for the health check.</summary>
    public static bool IsOverdue(DateTimeOffset enteredAt, DateTimeOffset now) => now > enteredAt + Readable + DestroyedWithin;
}
