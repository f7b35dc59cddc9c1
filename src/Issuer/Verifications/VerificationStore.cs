using System.Security.Cryptography;
using KiPass.Issuer.Personal;
using KiPass.Issuer.Sessions;
using KiPass.Issuer.Storage;
using KiPass.Issuer.Visitors;
using KiPass.Tokens;

namespace KiPass.Issuer.Verifications;

/// <summary>One-time codes, and their confirmation, which creates or renews the visitor and starts a session in one transaction.</summary>
internal sealed class VerificationStore(
    IssuerDatabase database,
    PersonalKey key,
    VisitorStore visitors,
    SessionStore sessions,
    CodePauses pauses,
    TimeProvider time
)
{
    public static readonly TimeSpan CodeLifetime = TimeSpan.FromMinutes(3);

    /// <summary>How long after confirming their own phone a guardian can vouch for a child.</summary>
    public static readonly TimeSpan GuardianLifetime = TimeSpan.FromMinutes(30);

    public const int MaxGuesses = 5;

    /// <summary>Stores a new code, hashed.</summary>
    public async Task Add(Id id, PhoneNumber phone, string code, CancellationToken cancellationToken)
    {
        var row = id.ToBytes();
        var codeHash = key.CodeHash(row, code);
        await using var session = await database.Open(cancellationToken);
        await session.Execute(
            """
            INSERT INTO verification (verification_id, phone, code_hash, guesses_left, expires_at)
            VALUES (@id, @phone, @code, @guesses, @expires)
            """,
            cancellationToken,
            ("id", row),
            ("phone", key.Seal(PersonalField.VerificationPhone, row, phone.Value)),
            ("code", codeHash),
            ("guesses", MaxGuesses),
            ("expires", (time.GetUtcNow() + CodeLifetime).ToUnixTimeMilliseconds())
        );
    }

    /// <summary>Deletes a code that could not be sent.</summary>
    public async Task Remove(Id id, CancellationToken cancellationToken)
    {
        await using var session = await database.Open(cancellationToken);
        await session.Execute("DELETE FROM verification WHERE verification_id = @id", cancellationToken, ("id", id.ToBytes()));
    }

    /// <summary>Uses one guess. With the right code, creates or renews the visitor and starts a session. A code works once.</summary>
    /// <param name="id">The verification.</param>
    /// <param name="code">The guess.</param>
    /// <param name="declaration">The visitor's own data.</param>
    /// <param name="guardianId">The confirmed verification of a guardian; required if the visitor is under 14 today.</param>
    /// <param name="cancellationToken">Cancels the transaction.</param>
    public async Task<ConfirmationResult> Confirm(
        Id id,
        string code,
        Declaration declaration,
        Id? guardianId,
        CancellationToken cancellationToken
    )
    {
        var now = time.GetUtcNow();
        var row = id.ToBytes();
        await using var session = await database.Begin(null, cancellationToken);
        var (outcome, confirmedPhone) = await Guess(session, id, code, now, cancellationToken);
        if (confirmedPhone is not { } phone)
        {
            return new(outcome);
        }
        PhoneNumber? guardianPhone = null;
        if (declaration.BirthDate.NeedsGuardianOn(KoreanDay.Of(now)))
        {
            guardianPhone = await GuardianPhone(session, guardianId, phone, now, cancellationToken);
            if (guardianPhone is null)
            {
                // Rolled back, so the guess does not count and the same code works once the guardian has confirmed.
                return new(ConfirmationOutcome.GuardianMissing);
            }
        }
        var renewal = await visitors.Renew(session, phone, declaration, guardianPhone, cancellationToken);
        await session.Execute(
            "UPDATE verification SET confirmed_at = @now, visitor_id = @visitor WHERE verification_id = @id",
            cancellationToken,
            ("now", now.ToUnixTimeMilliseconds()),
            ("visitor", renewal.VisitorId.ToBytes()),
            ("id", row)
        );
        var token = await sessions.Start(session, renewal.VisitorId, cancellationToken);
        await session.Commit(cancellationToken);
        return new(ConfirmationOutcome.Confirmed, token, renewal);
    }

    /// <summary>Uses one guess for a guardian's phone. With the right code the phone is confirmed; no visitor or session is created.</summary>
    public async Task<ConfirmationOutcome> ConfirmPhone(Id id, string code, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await using var session = await database.Begin(null, cancellationToken);
        var (outcome, _) = await Guess(session, id, code, now, cancellationToken);
        if (outcome == ConfirmationOutcome.Confirmed)
        {
            await session.Execute(
                "UPDATE verification SET confirmed_at = @now WHERE verification_id = @id",
                cancellationToken,
                ("now", now.ToUnixTimeMilliseconds()),
                ("id", id.ToBytes())
            );
            await session.Commit(cancellationToken);
        }
        return outcome;
    }

    /// <summary>Deletes expired codes.</summary>
    public async Task RemoveExpired(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await using var session = await database.Open(cancellationToken);
        await session.Execute(
            "DELETE FROM verification WHERE expires_at <= @last",
            cancellationToken,
            ("last", (now - GuardianLifetime).ToUnixTimeMilliseconds())
        );
    }

    private async Task<PhoneNumber?> GuardianPhone(
        DatabaseSession session,
        Id? guardianId,
        PhoneNumber childPhone,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        if (guardianId is not { } id)
        {
            return null;
        }
        var guardian = await session.First(
            "SELECT phone, visitor_id FROM verification WHERE verification_id = @id AND confirmed_at > @since",
            row => new { Phone = row.Bytes(0), VisitorId = row.BytesOrNull(1) },
            cancellationToken,
            ("id", id.ToBytes()),
            ("since", (now - GuardianLifetime).ToUnixTimeMilliseconds())
        );
        if (guardian is null)
        {
            return null;
        }
        var phone = PhoneNumber.FromStore(key.Open(PersonalField.VerificationPhone, id.ToBytes(), guardian.Phone));
        var visitor = guardian.VisitorId is { } known ? await visitors.Find(session, Id.Read(known), cancellationToken) : null;
        return phone != childPhone && visitor?.BirthDate.IsAdultOn(KoreanDay.Of(now)) != false ? phone : null;
    }

    // A wrong guess is committed here, so that it counts; a right one together with what it creates.
    private async Task<(ConfirmationOutcome Outcome, PhoneNumber? Phone)> Guess(
        DatabaseSession session,
        Id id,
        string code,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        var row = id.ToBytes();
        var codeHash = key.CodeHash(row, code);
        var pending = await session.First(
            """
            UPDATE verification SET guesses_left = guesses_left - 1
            WHERE verification_id = @id AND guesses_left > 0 AND confirmed_at IS NULL AND expires_at > @now
            RETURNING code_hash, phone, guesses_left
            """,
            r => new
            {
                CodeHash = r.Bytes(0),
                Phone = r.Bytes(1),
                GuessesLeft = r.GetInt32(2),
            },
            cancellationToken,
            ("id", row),
            ("now", now.ToUnixTimeMilliseconds())
        );
        if (pending is null)
        {
            return (ConfirmationOutcome.Unknown, null);
        }
        var phone = PhoneNumber.FromStore(key.Open(PersonalField.VerificationPhone, row, pending.Phone));
        if (!CryptographicOperations.FixedTimeEquals(pending.CodeHash, codeHash))
        {
            if (pending.GuessesLeft == 0)
            {
                await pauses.Grow(session, phone, now, cancellationToken);
            }
            await session.Commit(cancellationToken);
            return (ConfirmationOutcome.CodeWrong, null);
        }
        await pauses.End(session, phone, cancellationToken);
        return (ConfirmationOutcome.Confirmed, phone);
    }
}

/// <summary>The result of a guess.</summary>
/// <param name="Outcome">Confirmed, or the reason why not.</param>
/// <param name="SessionToken">The token of the new session, if confirmed.</param>
/// <param name="Renewal">The visitor of the session, if confirmed.</param>
internal readonly record struct ConfirmationResult(ConfirmationOutcome Outcome, string? SessionToken = null, Renewal Renewal = default);

internal enum ConfirmationOutcome
{
    Confirmed,

    /// <summary>Unknown, expired, already confirmed or out of guesses.</summary>
    Unknown,

    CodeWrong,

    /// <summary>Under 14, and the named verification was not confirmed within 30 minutes by another number whose holder is not known to be a minor.</summary>
    GuardianMissing,
}
