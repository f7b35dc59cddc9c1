using System.Collections.Concurrent;
using System.Data.Common;
using KiPass.Issuer.Personal;
using KiPass.Issuer.Settings;

namespace KiPass.Issuer.Sessions;

/// <summary>
/// Sessions in memory, so that fetching tickets and passes needs no database. Changes by another process take effect within 5 s. While the database does not
/// answer, a session that was valid at most 10 minutes ago stays valid, so that visitors in a queue can go on.
/// </summary>
internal sealed class SessionCache(SessionStore store, IssuerSettings settings, TimeProvider time)
{
    public static readonly TimeSpan CheckedFor = TimeSpan.FromSeconds(5);
    public static readonly TimeSpan TrustedInOutageFor = TimeSpan.FromMinutes(10);

    private const int MaxCached = 1_000_000;

    private readonly ConcurrentDictionary<SessionHash, Session> sessions = new();

    /// <summary>The session if it was checked within the last 5 s; does not wait.</summary>
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

    /// <summary>The session, read from the database unless it is fresh; null if it is unknown or has ended.</summary>
    /// <exception cref="DbException">The database does not answer, and the session was not valid within the last 10 minutes.</exception>
    public async ValueTask<Session?> Find(SessionHash hash, CancellationToken cancellationToken)
    {
        if (Fresh(hash) is { } fresh)
        {
            return fresh;
        }
        var known = sessions.GetValueOrDefault(hash);
        try
        {
            // The time before the query, so that facts are never taken for newer than they are.
            var now = time.GetUtcNow();
            return await store.Find(hash, cancellationToken) is { } facts ? Keep(hash, new(facts, now)) : Drop(hash);
        }
        catch (Exception e) when (e is DbException or TimeoutException && known is not null && IsTrustedInOutage(known))
        {
            return known;
        }
    }

    /// <summary>Makes every session of a visitor be read from the database again, after this process changed something; allowances stay.</summary>
    public void Recheck(Id visitorId)
    {
        foreach (var session in sessions.Values.Where(s => s.VisitorId == visitorId))
        {
            session.Current = session.Current with { CheckedAt = DateTimeOffset.MinValue };
        }
    }

    /// <summary>Removes sessions that were not used for 10 minutes and whose allowances are full again.</summary>
    public void RemoveIdle()
    {
        foreach (var session in sessions.Values.Where(s => !IsTrustedInOutage(s) && s.Passes.IsFull && s.Tickets.IsFull))
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
        if (!sessions.ContainsKey(hash) && sessions.Count >= MaxCached)
        {
            sessions.Clear();
        }
        var session = sessions.GetOrAdd(hash, h => Create(h, facts));
        session.Current = facts;
        return session;
    }

    private Session Create(SessionHash hash, CheckedFacts facts) =>
        new(
            hash,
            new Allowance(settings.Limits.PassesPerMinute, TimeSpan.FromMinutes(1), time),
            new Allowance(settings.Limits.TicketsPerHour, TimeSpan.FromHours(1), time),
            facts
        );

    private Session? Drop(SessionHash hash)
    {
        sessions.TryRemove(hash, out _);
        return null;
    }
}
