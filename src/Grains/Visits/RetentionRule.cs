using KiPass.Tokens;

namespace KiPass.Grains.Visits;

/// <summary>
/// Four weeks (4주 뒤 파기): from 28 × 24 h after its entry nothing reads a visit, and within 26 hours after that its bytes are gone. The bytes of
/// a day go together, when the last of its visits is due; no setting changes that.
/// </summary>
internal static class RetentionRule
{
    /// <summary>The rule's name in a destruction record.</summary>
    public const string Name = "four-weeks";

    /// <summary>How long after its entry a visit may be read.</summary>
    public static readonly TimeSpan Readable = TimeSpan.FromHours(28 * 24);

    /// <summary>How long after that its bytes may still lie on a disk.</summary>
    public static readonly TimeSpan DestroyedWithin = TimeSpan.FromHours(26);

    /// <summary>How long a device may keep a scan before it posts it: until then a day that is over is still written.</summary>
    private static readonly TimeSpan StillWritten = TimeSpan.FromHours(25);

    /// <summary>Readers refuse what entered at this instant or earlier.</summary>
    public static DateTimeOffset UnreadableUpTo(DateTimeOffset now) => now - Readable;

    /// <summary>The instant from which a day must be destroyed: the Korean midnight after its last visit became unreadable.</summary>
    public static DateTimeOffset DueAt(KoreanDay day) => (day + 29).Start;

    public static bool IsDue(KoreanDay day, DateTimeOffset now) => now >= DueAt(day);

    /// <summary>Whether nothing writes a day any more.</summary>
    public static bool IsClosed(KoreanDay day, DateTimeOffset now) => now >= day.End + StillWritten;

    /// <summary>Whether a visit that entered then ought to be gone by now: the alarm.</summary>
    public static bool IsOverdue(DateTimeOffset enteredAt, DateTimeOffset now) => now > enteredAt + Readable + DestroyedWithin;
}
