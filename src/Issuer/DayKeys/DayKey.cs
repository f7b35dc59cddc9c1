using System.Security.Cryptography;
using KiPass.Issuer.Personal;
using KiPass.Tokens;
using KiPass.Tokens.Passes;

namespace KiPass.Issuer.DayKeys;

/// <summary>The random key of one Korean day, which makes and opens that day's tickets. Safe for concurrent use.</summary>
internal sealed class DayKey(KoreanDay day, byte[] key) : IDisposable
{
    private readonly ThreadLocal<Aes> ciphers = new(
        () =>
        {
            var aes = Aes.Create();
            aes.Key = key;
            return aes;
        },
        trackAllValues: true
    );

    public KoreanDay Day { get; } = day;

    /// <summary>Identifies a key without revealing it, since a key is 32 random bytes.</summary>
    public byte[] Fingerprint { get; } = SHA256.HashData([.. "kipass/issuer/v1/day-key"u8, .. key]);

    /// <summary>Ticket <paramref name="n"/> (0 to 63) of a visitor or companion on this day.</summary>
    public Ticket Ticket(VisitorNumber visitor, int n) => TicketCipher.Make(visitor.Value, n, ciphers.Value!);

    /// <summary>Fills up to 64 tickets of a visitor or companion: number <paramref name="first"/> and those after it, where 0 follows 63.</summary>
    public void Tickets(VisitorNumber visitor, int first, Span<Ticket> tickets) =>
        TicketCipher.Make(visitor.Value, first, ciphers.Value!, tickets);

    /// <summary>All tickets of a visitor or companion on this day, in random order.</summary>
    public Ticket[] AllTickets(VisitorNumber visitor)
    {
        var tickets = new Ticket[TicketCipher.TicketsPerDay];
        Tickets(visitor, 0, tickets);
        RandomNumberGenerator.Shuffle<Ticket>(tickets);
        return tickets;
    }

    /// <summary>The number inside a ticket of this day; null for a ticket that was not made with this key.</summary>
    public VisitorNumber? Open(Ticket ticket) =>
        TicketCipher.TryOpen(ticket, ciphers.Value!, out var visitor, out _) ? new VisitorNumber(visitor) : null;

    public void Dispose()
    {
        foreach (var cipher in ciphers.Values)
        {
            cipher.Dispose();
        }
        ciphers.Dispose();
    }

    /// <summary>Redacted, so that a key cannot reach a log.</summary>
    public override string ToString() => nameof(DayKey);
}
