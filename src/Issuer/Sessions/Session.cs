using System.Security.Cryptography;
using KiPass.Issuer.Personal;
using KiPass.Tokens.Passes;

namespace KiPass.Issuer.Sessions;

/// <summary>A session in memory. The facts and the time at which they were read change together; the allowances stay.</summary>
internal sealed class Session(SessionHash hash, Allowance passes, Allowance tickets, CheckedFacts facts)
{
    private CheckedFacts current = facts;
    private int nextTicket = RandomNumberGenerator.GetInt32(TicketCipher.TicketsPerDay);

    public SessionHash Hash { get; } = hash;

    /// <summary>Passes that the session may fetch.</summary>
    public Allowance Passes { get; } = passes;

    /// <summary>Tickets that the session may fetch.</summary>
    public Allowance Tickets { get; } = tickets;

    /// <summary>
    /// Takes numbers of tickets for ready codes, from a random one on, so that two requests in one slot get different codes.
    /// </summary>
    /// <returns>The first number, 0 to 63.</returns>
    public int TakeTickets(int count) => (int)((uint)(Interlocked.Add(ref nextTicket, count) - count) % TicketCipher.TicketsPerDay);

    public Id VisitorId => current.Facts.VisitorId;

    public CheckedFacts Current
    {
        get => Volatile.Read(ref current);
        set => Volatile.Write(ref current, value);
    }

    /// <summary>The number of the visitor, or of the companion with this id; null unless it is a companion of this visitor.</summary>
    public VisitorNumber? NumberOf(string? companionId)
    {
        var facts = Current.Facts;
        if (companionId is null)
        {
            return facts.Number;
        }
        if (Id.Parse(companionId) is { } id)
        {
            foreach (var companion in facts.Companions)
            {
                if (companion.CompanionId == id)
                {
                    return companion.Number;
                }
            }
        }
        return null;
    }
}

/// <summary>Facts of a session with their age.</summary>
/// <param name="Facts">The facts, as read from the database.</param>
/// <param name="CheckedAt">When they were read.</param>
internal sealed record CheckedFacts(SessionFacts Facts, DateTimeOffset CheckedAt);
