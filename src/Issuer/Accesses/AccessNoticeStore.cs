using KiPass.Issuer.Personal;
using KiPass.Issuer.Storage;

namespace KiPass.Issuer.Accesses;

/// <summary>Records when an order accessed a person's data. A visitor sees a notice once the order's delay is over.</summary>
internal sealed class AccessNoticeStore(IssuerDatabase database, TimeProvider time)
{
    /// <summary>
    /// Adds notices within the caller's transaction; a repeated order, person and kind is added once. Visitors who do not exist are skipped.
    /// </summary>
    /// <param name="session">The transaction of the disclosure.</param>
    /// <param name="orderId">The order's <c>jti</c>.</param>
    /// <param name="kind">What was disclosed.</param>
    /// <param name="people">The people whose data was accessed.</param>
    /// <param name="visibleFrom">When the visitors may see the notices: at most 30 days later.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public Task Add(
        DatabaseSession session,
        Guid orderId,
        AccessKind kind,
        IEnumerable<AccessedPerson> people,
        DateTimeOffset visibleFrom,
        CancellationToken cancellationToken
    )
    {
        var order = orderId.ToByteArray(bigEndian: true);
        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        return session.InsertMany(
            "access_notice (order_id, kind, person_id, visitor_id, accessed_at, visible_from)",
            people.Select(person =>
                new object[]
                {
                    order,
                    kind == AccessKind.Subject ? "subject" : "identity",
                    person.PersonId.ToBytes(),
                    person.VisitorId.ToBytes(),
                    now,
                    visibleFrom.ToUnixTimeMilliseconds(),
                }
            ),
            cancellationToken,
            condition: "EXISTS (SELECT 1 FROM visitor v WHERE v.visitor_id = a.column4)"
        );
    }

    /// <summary>The notices that a visitor may see by now, newest first.</summary>
    public async Task<List<AccessNotice>> VisibleTo(Id visitorId, CancellationToken cancellationToken)
    {
        await using var session = await database.Open(cancellationToken);
        return await session.All(
            """
            SELECT accessed_at, kind, CASE WHEN person_id = visitor_id THEN 0 ELSE 1 END FROM access_notice
            WHERE visitor_id = @visitor AND visible_from <= @now ORDER BY accessed_at DESC
            """,
            row => new AccessNotice(row.Time(0), row.GetString(1), row.GetInt32(2) == 1),
            cancellationToken,
            ("visitor", visitorId.ToBytes()),
            ("now", time.GetUtcNow().ToUnixTimeMilliseconds())
        );
    }
}

/// <summary>A person whose data an order accessed.</summary>
/// <param name="PersonId">The visitor or companion.</param>
/// <param name="VisitorId">The visitor who is notified: the person, or the one whose companion the person is.</param>
internal readonly record struct AccessedPerson(Id PersonId, Id VisitorId);

/// <summary>The kind of data that was accessed.</summary>
internal enum AccessKind
{
    /// <summary>The tickets of a confirmed case.</summary>
    Subject,

    /// <summary>Name and phone of a contact.</summary>
    Identity,
}

/// <summary>One access, as the visitor sees it.</summary>
/// <param name="AccessedAt">Time of the access.</param>
/// <param name="Kind"><c>subject</c>: tickets of a confirmed case; <c>identity</c>: name and phone of a contact.</param>
/// <param name="OfCompanion">Whether the data was a companion's.</param>
internal sealed record AccessNotice(DateTimeOffset AccessedAt, string Kind, bool OfCompanion);

internal sealed record AccessesAnswer(IReadOnlyList<AccessNotice> Accesses);
