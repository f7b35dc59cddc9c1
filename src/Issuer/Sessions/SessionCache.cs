using System.Collections.Concurrent;
using System.Data.Common;
using KiPass.Issuer.Personal;
using KiPass.Issuer.Settings;

namespace KiPass.Issuer.Sessions;

/// <summary>
/// Sessions in memory, so that showing a pass touches no database. What another process ended or changed is seen within 5 s. While the
/// store does not answer, a session that it knew at most 10 minutes ago goes on: no queue stops for a database.
/// </summary>
internal sealed class SessionCache(SessionStore store, IssuerSettings settings, TimeProvider time)
{
    public static readonly TimeSpan CheckedFor = TimeSpan.FromSeconds(5);
    public static readonly TimeSpan TrustedInOutageFor = TimeSpan.FromMinutes(10);

    private const int MostCached = 1_000_000;

    private readonly ConcurrentDictionary<SessionHash, Session> sessions = new();

    /// <summary>The session if it was checked a moment ago: no wait.</summary>
    public Session? Fresh(SessionHash hash)
    {
        if (!sessions.TryGetValue(hash, out var session))
        {
            return null;
        }
        var now = time.GetUtcNow();
        var current = session.Current;
        return now - current.CheckedAt < CheckedFor && now < current.Facts.ExpiresAt ? session : null;
    }

    /// <summary>The session, asked of the store; null when it is unknown or over.</summary>
    /// <exception cref="DbException">The store does not answer, and the session is not known well enough.</exception>
    public async ValueTask<Session?> Find(SessionHash hash, CancellationToken cancellationToken)
    {
        if (Fresh(hash) is { } fresh)
        {
            return fresh;
        }
        var known = sessions.GetValueOrDefault(hash);
        try
        {
            // The time before the question: an answer is never taken to be younger than it is.
            var now = time.GetUtcNow();
            return await store.Find(hash, cancellationToken) is { } facts ? Keep(hash, new(facts, now)) : Drop(hash);
        }
        catch (Exception e) when (e is DbException or TimeoutException && known is not null && IsTrustedInOutage(known))
        {
            return known;
        }
    }

    /// <summary>Has every session of a visitor asked of the store again, since this process changed something; allowances stay.</summary>
    public void Recheck(Id visitorId)
    {
        foreach (var session in sessions.Values.Where(s => s.VisitorId == visitorId))
        {
            session.Current = session.Current with { CheckedAt = DateTimeOffset.MinValue };
        }
    }

    /// <summary>Drops sessions that nobody used for as long as an outage may last; their allowance is full again by then.</summary>
    public void ForgetIdle()
    {
        foreach (var session in sessions.Values.Where(s => !IsTrustedInOutage(s)))
        {
            sessions.TryRemove(session.Hash, out _);
        }
    }

    private bool IsTrustedInOutage(Session session)
    {
        var now = time.GetUtcNow();
        return now - session.Current.CheckedAt < TrustedInOutageFor && now < session.Current.Facts.ExpiresAt;
    }

    private Session Keep(SessionHash hash, CheckedFacts facts)
    {
        if (!sessions.ContainsKey(hash) && sessions.Count >= MostCached)
        {
            sessions.Clear();
        }
        var session = sessions.GetOrAdd(hash, h => new Session(h, new PassAllowance(settings.Limits.PassesPerMinute, time), facts));
        session.Current = facts;
        return session;
    }

    private Session? Drop(SessionHash hash)
    {
        sessions.TryRemove(hash, out _);
        return null;
    }
}
