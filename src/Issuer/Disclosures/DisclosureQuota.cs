using System.Buffers.Binary;
using System.Security.Cryptography;
using KiPass.Issuer.Settings;
using KiPass.Issuer.Storage;
using KiPass.Tokens;
using KiPass.Tokens.Orders;
using KiPass.Tokens.Passes;

namespace KiPass.Issuer.Disclosures;

/// <summary>Limits disclosures by order and by Korean day. A ticket counts once for an order, no matter how often it is requested.</summary>
internal sealed class DisclosureQuota(IssuerDatabase database, IssuerSettings settings, TimeProvider time)
{
    private static readonly TimeSpan KeptAfterExpiry = TimeSpan.FromDays(1);

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
        long today = KoreanDay.Of(time.GetUtcNow()).Number;
        await session.Execute(
            "INSERT INTO disclosed_order (order_id, first_day, expires_at) VALUES (@order, @day, @expires) ON CONFLICT (order_id) DO NOTHING",
            cancellationToken,
            ("order", id),
            ("day", today),
            ("expires", order.ExpiresAt.ToUnixTimeMilliseconds())
        );
        await session.InsertMany(
            "disclosed_pseudonym (order_id, pseudonym_hash, day)",
            asked.Select(p => new object[] { id, Hash(p), today }),
            cancellationToken
        );
        var orders = await Scalar(
            session,
            "SELECT count(*) FROM disclosed_order WHERE first_day = @day",
            ("day", today),
            cancellationToken
        );
        var ofDay = await Scalar(session, "SELECT count(*) FROM disclosed_pseudonym WHERE day = @day", ("day", today), cancellationToken);
        var ofOrder = await Scalar(
            session,
            "SELECT count(*) FROM disclosed_pseudonym WHERE order_id = @order",
            ("order", id),
            cancellationToken
        );
        return ofOrder > Math.Min(order.MaxContacts, settings.Disclosures.ContactsPerOrder) ? "contacts of an order"
            : ofDay > settings.Disclosures.ContactsPerDay ? "contacts of a day"
            : orders > settings.Disclosures.OrdersPerDay ? "orders of a day"
            : null;
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

    private static async Task<long> Scalar(
        DatabaseSession session,
        string sql,
        (string, object?) value,
        CancellationToken cancellationToken
    ) => await session.First(sql, row => row.GetInt64(0), cancellationToken, value);

    private static byte[] Hash(DayTicket asked)
    {
        Span<byte> bytes = stackalloc byte[sizeof(int) + Ticket.Size];
        BinaryPrimitives.WriteInt32BigEndian(bytes, asked.Day.Number);
        asked.Ticket.Write(bytes[sizeof(int)..]);
        return SHA256.HashData(bytes);
    }
}
