using KiPass.Issuer.Personal;
using KiPass.Issuer.Storage;

namespace KiPass.Issuer.Verifications;

/// <summary>
/// Pauses before the next code for a phone number whose last codes ended with five wrong guesses: one minute, then twice as long each time, up
/// to an hour. A right code, or a day without a wrong one, ends them.
/// </summary>
internal sealed class CodePauses(PersonalKey key)
{
    public static readonly TimeSpan First = TimeSpan.FromMinutes(1);

    /// <summary>No longer than this, so that a stranger who guesses can delay the owner of the number but not lock them out.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromHours(1);

    private static readonly TimeSpan Remembered = TimeSpan.FromDays(1);

    /// <summary>The pause after so many codes without a right guess.</summary>
    public static TimeSpan After(int failures) =>
        TimeSpan.FromTicks(Math.Min(Longest.Ticks, First.Ticks << Math.Clamp(failures - 1, 0, 20)));

    /// <summary>Until when no code is sent; null if there is no pause.</summary>
    public async Task<DateTimeOffset?> Until(
        DatabaseSession session,
        PhoneNumber phone,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        var pause = await session.First(
            "SELECT failures, failed_at FROM code_pause WHERE phone_index = @index",
            row => new { Failures = row.GetInt32(0), FailedAt = row.Time(1) },
            cancellationToken,
            ("index", key.PhoneIndex(phone))
        );
        return pause is not null && pause.FailedAt + After(pause.Failures) is var end && end > now ? end : null;
    }

    /// <summary>Counts a code that ended with five wrong guesses.</summary>
    public Task Grow(DatabaseSession session, PhoneNumber phone, DateTimeOffset now, CancellationToken cancellationToken) =>
        session.Execute(
            """
            INSERT INTO code_pause (phone_index, failures, failed_at) VALUES (@index, 1, @now)
            ON CONFLICT (phone_index) DO UPDATE SET
                failures = CASE WHEN code_pause.failed_at <= @forgotten THEN 1 ELSE code_pause.failures + 1 END,
                failed_at = @now
            """,
            cancellationToken,
            ("index", key.PhoneIndex(phone)),
            ("now", now.ToUnixTimeMilliseconds()),
            ("forgotten", (now - Remembered).ToUnixTimeMilliseconds())
        );

    /// <summary>Ends the pauses of a number.</summary>
    public Task End(DatabaseSession session, PhoneNumber phone, CancellationToken cancellationToken) =>
        session.Execute("DELETE FROM code_pause WHERE phone_index = @index", cancellationToken, ("index", key.PhoneIndex(phone)));

    /// <summary>Deletes pauses that are forgotten.</summary>
    public static Task RemoveExpired(DatabaseSession session, DateTimeOffset now, CancellationToken cancellationToken) =>
        session.Execute(
            "DELETE FROM code_pause WHERE failed_at <= @forgotten",
            cancellationToken,
            ("forgotten", (now - Remembered).ToUnixTimeMilliseconds())
        );
}
