using System.Buffers.Binary;
using KiPass.Issuer.Storage;
using KiPass.Tokens.Orders;

namespace KiPass.Issuer.Disclosures;

/// <summary>
/// The tickets or the people that an order has asked for, each once, in one row for each Korean day. Read and written within a transaction
/// that is exclusive among those that count.
/// </summary>
internal sealed class DisclosedMembers
{
    /// <summary>Kind of the tickets; their number is 0.</summary>
    public const string Tickets = "ticket";

    /// <summary>Kind of the people, each with the number within the order.</summary>
    public const string People = "person";

    private const int HashSize = 16;
    private const int EntrySize = HashSize + sizeof(int);

    private readonly DatabaseSession session;
    private readonly byte[] order;
    private readonly string kind;
    private readonly long today;
    private readonly Dictionary<Guid, int> numbers = [];
    private readonly List<byte> ofToday = [];
    private bool isChanged;

    private DisclosedMembers(DatabaseSession session, byte[] order, string kind, long today) =>
        (this.session, this.order, this.kind, this.today) = (session, order, kind, today);

    /// <summary>Number of members.</summary>
    public int Count => numbers.Count;

    /// <summary>Numbers that members have.</summary>
    public IEnumerable<int> Numbers => numbers.Values;

    /// <summary>Reads the members of an order.</summary>
    /// <param name="session">The transaction.</param>
    /// <param name="order">The order.</param>
    /// <param name="kind"><see cref="Tickets"/> or <see cref="People"/>.</param>
    /// <param name="today">The Korean day to which new members are counted.</param>
    /// <param name="cancellationToken">Cancels the query.</param>
    public static async Task<DisclosedMembers> Read(
        DatabaseSession session,
        TraceOrder order,
        string kind,
        long today,
        CancellationToken cancellationToken
    )
    {
        var members = new DisclosedMembers(session, order.Id.ToByteArray(bigEndian: true), kind, today);
        var rows = await session.All(
            "SELECT day, members FROM disclosed_member WHERE order_id = @order AND kind = @kind",
            row => (Day: row.GetInt64(0), Members: row.Bytes(1)),
            cancellationToken,
            ("order", members.order),
            ("kind", kind)
        );
        foreach (var (day, bytes) in rows)
        {
            for (var at = 0; at < bytes.Length; at += EntrySize)
            {
                members.numbers[Key(bytes.AsSpan(at))] = BinaryPrimitives.ReadInt32BigEndian(bytes.AsSpan(at + HashSize));
            }
            if (day == today)
            {
                members.ofToday.AddRange(bytes);
            }
        }
        return members;
    }

    /// <summary>Whether the hash (at least 16 bytes) is a member, and its number.</summary>
    public bool TryFind(ReadOnlySpan<byte> hash, out int number) => numbers.TryGetValue(Key(hash), out number);

    /// <summary>Adds a hash (at least 16 bytes); does nothing if it is a member.</summary>
    public void Add(ReadOnlySpan<byte> hash, int number)
    {
        if (!numbers.TryAdd(Key(hash), number))
        {
            return;
        }
        Span<byte> entry = stackalloc byte[EntrySize];
        hash[..HashSize].CopyTo(entry);
        BinaryPrimitives.WriteInt32BigEndian(entry[HashSize..], number);
        ofToday.AddRange(entry);
        isChanged = true;
    }

    /// <summary>Writes the new members.</summary>
    public async Task Write(CancellationToken cancellationToken)
    {
        if (!isChanged)
        {
            return;
        }
        await session.Execute(
            """
            INSERT INTO disclosed_member (order_id, kind, day, count, members) VALUES (@order, @kind, @day, @count, @members)
            ON CONFLICT (order_id, kind, day) DO UPDATE SET count = excluded.count, members = excluded.members
            """,
            cancellationToken,
            ("order", order),
            ("kind", kind),
            ("day", today),
            ("count", (long)(ofToday.Count / EntrySize)),
            ("members", ofToday.ToArray())
        );
        isChanged = false;
    }

    /// <summary>Number of members of this kind that all orders together have asked for today, as written.</summary>
    public async Task<long> OfToday(CancellationToken cancellationToken) =>
        await session.First(
            "SELECT CAST(coalesce(sum(count), 0) AS bigint) FROM disclosed_member WHERE kind = @kind AND day = @day",
            row => row.GetInt64(0),
            cancellationToken,
            ("kind", kind),
            ("day", today)
        );

    private static Guid Key(ReadOnlySpan<byte> hash) => new(hash[..HashSize], bigEndian: true);
}
