using System.Buffers.Binary;
using System.Security.Cryptography;
using KiPass.Issuer.Personal;
using KiPass.Issuer.Settings;
using KiPass.Issuer.Storage;
using KiPass.Tokens;
using KiPass.Tokens.Orders;
using KiPass.Tokens.Passes;

namespace KiPass.Issuer.Disclosures;

/// <summary>
/// Limits disclosures by order and by Korean day: orders, people, and tickets. A person and a ticket count once for an order, no matter how
/// often they are requested. A ticket that does not open counts as a person, so that invented tickets reach the limit too.
/// </summary>
internal sealed class DisclosureQuota(IssuerDatabase database, PersonalKey key, IssuerSettings settings, TimeProvider time)
{
    /// <summary>Tickets that an order may ask for, for each person that it may ask for: the entries of that person.</summary>
    public const int TicketsPerPerson = 4;

    private const int NumbersOfHash = SHA256.HashSizeInBytes / sizeof(int);

    private static readonly TimeSpan KeptAfterExpiry = TimeSpan.FromDays(1);

    private long Today => KoreanDay.Of(time.GetUtcNow()).Number;

    /// <summary>Counts an order and its tickets within the caller's transaction, which must be exclusive among those that count.</summary>
    /// <returns>Null, or the limit that is exceeded; the caller then rolls back.</returns>
    public async Task<string?> Take(
        DatabaseSession session,
        TraceOrder order,
        IReadOnlyCollection<DayTicket> asked,
        CancellationToken cancellationToken
    )
    {
        var id = order.Id.ToByteArray(bigEndian: true);
        await session.Execute(
            "INSERT INTO disclosed_order (order_id, first_day, expires_at) VALUES (@order, @day, @expires) ON CONFLICT (order_id) DO NOTHING",
            cancellationToken,
            ("order", id),
            ("day", Today),
            ("expires", order.ExpiresAt.ToUnixTimeMilliseconds())
        );
        var tickets = await DisclosedMembers.Read(session, order, DisclosedMembers.Tickets, Today, cancellationToken);
        foreach (var ticket in asked)
        {
            tickets.Add(Hash(ticket), 0);
        }
        await tickets.Write(cancellationToken);
        var orders = await session.First(
            "SELECT count(*) FROM disclosed_order WHERE first_day = @day",
            row => row.GetInt64(0),
            cancellationToken,
            ("day", Today)
        );
        return tickets.Count > (long)TicketsPerPerson * MostPeople(order) ? "tickets of an order"
            : await tickets.OfToday(cancellationToken) > (long)TicketsPerPerson * settings.Disclosures.ContactsPerDay ? "tickets of a day"
            : orders > settings.Disclosures.OrdersPerDay ? "orders of a day"
            : null;
    }

    /// <summary>Counts people within the same transaction, and numbers them within the order: 31 bits that tell nothing, always the same.</summary>
    /// <returns>The numbers, and null; or the limit that is exceeded, and the caller rolls back.</returns>
    public async Task<(IReadOnlyDictionary<Id, int> Numbers, string? Exceeded)> TakePeople(
        DatabaseSession session,
        TraceOrder order,
        IReadOnlyCollection<Id> people,
        CancellationToken cancellationToken
    )
    {
        var members = await DisclosedMembers.Read(session, order, DisclosedMembers.People, Today, cancellationToken);
        var taken = members.Numbers.ToHashSet();
        var numbers = new Dictionary<Id, int>(people.Count);
        foreach (var person in people)
        {
            var hash = key.PersonHash(order.Id, person);
            if (!members.TryFind(hash, out var number))
            {
                number = NextNumber(hash, taken);
                members.Add(hash, number);
            }
            numbers[person] = number;
        }
        await members.Write(cancellationToken);
        return (
            numbers,
            members.Count > MostPeople(order) ? "contacts of an order"
            : await members.OfToday(cancellationToken) > settings.Disclosures.ContactsPerDay ? "contacts of a day"
            : null
        );
    }

    /// <summary>Deletes the counts of expired orders.</summary>
    public async Task RemoveExpired(CancellationToken cancellationToken)
    {
        await using var session = await database.Open(cancellationToken);
        await session.Execute(
            "DELETE FROM disclosed_order WHERE expires_at < @last",
            cancellationToken,
            ("last", (time.GetUtcNow() - KeptAfterExpiry).ToUnixTimeMilliseconds())
        );
    }

    /// <summary>The first 31 bits of the hash that no other person of the order has.</summary>
    internal static int NextNumber(byte[] hash, HashSet<int> taken)
    {
        for (var i = 0; ; i++)
        {
            if (i > 0 && i % NumbersOfHash == 0)
            {
                hash = SHA256.HashData(hash);
            }
            var number = BinaryPrimitives.ReadInt32BigEndian(hash.AsSpan(i % NumbersOfHash * sizeof(int))) & int.MaxValue;
            if (taken.Add(number))
            {
                return number;
            }
        }
    }

    private int MostPeople(TraceOrder order) => Math.Min(order.MaxContacts, settings.Disclosures.ContactsPerOrder);

    private static byte[] Hash(DayTicket asked)
    {
        Span<byte> bytes = stackalloc byte[sizeof(int) + Ticket.Size];
        BinaryPrimitives.WriteInt32BigEndian(bytes, asked.Day.Number);
        asked.Ticket.Write(bytes[sizeof(int)..]);
        return SHA256.HashData(bytes);
    }
}
