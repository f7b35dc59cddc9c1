using KiPass.Issuer.Accesses;
using KiPass.Issuer.Personal;
using KiPass.Issuer.Storage;
using KiPass.Tokens;

namespace KiPass.Issuer.Visitors;

// Who holds or held a phone number.
internal sealed partial class VisitorStore
{
    /// <summary>Maximum number of people whom an order finds by one number and name; the register accepts no more.</summary>
    public const int MaxPeople = 4;

    /// <summary>Number of days for which an earlier holder is found by the number: as long as visits can be resolved.</summary>
    private const int DaysFound = 28;

    /// <summary>
    /// The people with this name whom the number names: everyone who held it within the last 28 days, and their companions. The current
    /// holder comes first; at most <see cref="MaxPeople"/>. The same two statements for any number and name.
    /// </summary>
    public async Task<IReadOnlyList<AccessedPerson>> FindPeople(PhoneNumber phone, string name, CancellationToken cancellationToken)
    {
        await using var session = await database.Open(cancellationToken);
        var holders = await Holders(session, phone, cancellationToken);
        var companions = await session.AllOf(
            $"SELECT {VisitorRows.CompanionColumns}, visitor_id FROM companion WHERE visitor_id IN (@keys)",
            holders.Select(holder => holder.VisitorId).DefaultIfEmpty(Id.Random()).Select(id => id.ToBytes()),
            row => (Companion: key.ReadCompanion(row), Owner: Id.Read(row.Bytes(3))),
            cancellationToken
        );
        return
        [
            .. holders
                .Where(holder => holder.Name.IsSameAs(name))
                .Select(holder => new AccessedPerson(holder.VisitorId, holder.VisitorId))
                .Concat(
                    companions
                        .Where(found => found.Companion.Name.IsSameAs(name))
                        .Select(found => new AccessedPerson(found.Companion.CompanionId, found.Owner))
                )
                .Take(MaxPeople),
        ];
    }

    /// <summary>The current holder of a number, and the earlier ones who can still be found; the latest first.</summary>
    private Task<List<Visitor>> Holders(DatabaseSession session, PhoneNumber phone, CancellationToken cancellationToken) =>
        session.All(
            $"""
            SELECT {Columns} FROM visitor
            WHERE phone_index = @index OR (past_phone_index = @index AND released_at >= @oldest)
            ORDER BY phone_index IS NULL, released_at DESC
            """,
            row => key.ReadVisitor(row),
            cancellationToken,
            ("index", key.PhoneIndex(phone)),
            ("oldest", (KoreanDay.Of(time.GetUtcNow()) - DaysFound).Start.ToUnixTimeMilliseconds())
        );

    /// <summary>Takes the number from its holder, who stays resolvable but loses all sessions.</summary>
    private async Task Release(DatabaseSession session, Id visitorId, CancellationToken cancellationToken)
    {
        var id = ("id", (object?)visitorId.ToBytes());
        await session.Execute(
            "UPDATE visitor SET past_phone_index = phone_index, released_at = @now, phone_index = NULL WHERE visitor_id = @id",
            cancellationToken,
            id,
            ("now", time.GetUtcNow().ToUnixTimeMilliseconds())
        );
        await session.Execute("DELETE FROM session WHERE visitor_id = @id", cancellationToken, id);
    }
}
