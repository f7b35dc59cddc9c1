using KiPass.Issuer.Personal;
using KiPass.Issuer.Storage;

namespace KiPass.Issuer.Sessions;

/// <summary>Sessions: valid for 30 days, at most five per visitor; a new one ends the oldest.</summary>
internal sealed class SessionStore(IssuerDatabase database, TimeProvider time)
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromDays(30);

    private const int MaxSessions = 5;

    /// <summary>Starts a session within the caller's transaction and returns the text of its token.</summary>
    public async Task<string> Start(DatabaseSession session, Id visitorId, CancellationToken cancellationToken)
    {
        var (text, hash) = SessionToken.Create();
        await session.Execute(
            "INSERT INTO session (token_hash, visitor_id, expires_at) VALUES (@hash, @visitor, @expires)",
            cancellationToken,
            ("hash", hash.ToBytes()),
            ("visitor", visitorId.ToBytes()),
            ("expires", (time.GetUtcNow() + Lifetime).ToUnixTimeMilliseconds())
        );
        await session.Execute(
            """
            DELETE FROM session WHERE visitor_id = @visitor AND token_hash NOT IN
                (SELECT token_hash FROM session WHERE visitor_id = @visitor ORDER BY expires_at DESC, token_hash LIMIT @most)
            """,
            cancellationToken,
            ("visitor", visitorId.ToBytes()),
            ("most", MaxSessions)
        );
        return text;
    }

    /// <summary>The facts of a session; null if it is unknown or has expired.</summary>
    public async Task<SessionFacts?> Find(SessionHash hash, CancellationToken cancellationToken)
    {
        await using var session = await database.Open(cancellationToken);
        var rows = await session.All(
            """
            SELECT s.visitor_id, v.visitor_number, s.expires_at, c.companion_id, c.visitor_number FROM session s
            JOIN visitor v ON v.visitor_id = s.visitor_id
            LEFT JOIN companion c ON c.visitor_id = s.visitor_id
            WHERE s.token_hash = @hash AND s.expires_at > @now
            """,
            row =>
                (
                    VisitorId: Id.Read(row.Bytes(0)),
                    Number: VisitorNumber.Read(row.Bytes(1)),
                    ExpiresAt: row.Time(2),
                    Companion: row.BytesOrNull(3) is { } id ? new SessionCompanion(Id.Read(id), VisitorNumber.Read(row.Bytes(4))) : null
                ),
            cancellationToken,
            ("hash", hash.ToBytes()),
            ("now", time.GetUtcNow().ToUnixTimeMilliseconds())
        );
        return rows is [var first, ..]
            ? new(first.VisitorId, first.Number, first.ExpiresAt, [.. rows.Select(r => r.Companion).OfType<SessionCompanion>()])
            : null;
    }

    /// <summary>Ends one session.</summary>
    public async Task End(SessionHash hash, CancellationToken cancellationToken)
    {
        await using var session = await database.Open(cancellationToken);
        await session.Execute("DELETE FROM session WHERE token_hash = @hash", cancellationToken, ("hash", hash.ToBytes()));
    }

    public async Task RemoveExpired(CancellationToken cancellationToken)
    {
        await using var session = await database.Open(cancellationToken);
        await session.Execute(
            "DELETE FROM session WHERE expires_at <= @now",
            cancellationToken,
            ("now", time.GetUtcNow().ToUnixTimeMilliseconds())
        );
    }
}

/// <summary>The facts of a session: its visitor and companions, for whom it may fetch tickets and passes, and its end.</summary>
internal sealed record SessionFacts(
    Id VisitorId,
    VisitorNumber Number,
    DateTimeOffset ExpiresAt,
    IReadOnlyList<SessionCompanion> Companions
);

/// <summary>A companion of a session's visitor.</summary>
internal sealed record SessionCompanion(Id CompanionId, VisitorNumber Number);
