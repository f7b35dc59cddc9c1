using KiPass.Issuer.Personal;
using KiPass.Issuer.Storage;
using KiPass.Issuer.Visitors;

namespace KiPass.Issuer.Accesses;

/// <summary>That and when an order accessed a person's data; shown to the visitor once the order's delay is over.</summary>
internal sealed class AccessNotices(IssuerDatabase database, TimeProvider time)
{
    /// <summary>Notes accesses, within the caller's transaction; once for an order, person and kind, however often it is repeated.</summary>
    /// <param name="session">The transaction of the disclosure.</param>
    /// <param name="orderId">The order's <c>jti</c>.</param>
    /// <param name="kind">What was disclosed.</param>
    /// <param name="people">The visitors or companions (<see cref="Person.PersonId"/>), and who is told (<see cref="Person.VisitorId"/>).</param>
    /// <param name="visibleFrom">When: at most 30 days later.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public Task Note(
        DatabaseSession session,
        Guid orderId,
        AccessKind kind,
        IEnumerable<Person> people,
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
            cancellationToken
        );
    }

    /// <summary>What a visitor may see by now, newest first.</summary>
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

/// <summary>What an order asked for.</summary>
internal enum AccessKind
{
    /// <summary>The pseudonyms of a confirmed case.</summary>
    Subject,

    /// <summary>Name and phone of a contact.</summary>
    Identity,
}

/// <param name="AccessedAt">When.</param>
/// <param name="Kind"><c>subject</c>: pseudonyms of a confirmed case; <c>identity</c>: name and phone of a contact.</param>
/// <param name="OfCompanion">Whether it was a companion's data.</param>
internal sealed record AccessNotice(DateTimeOffset AccessedAt, string Kind, bool OfCompanion);

internal sealed record AccessesAnswer(IReadOnlyList<AccessNotice> Accesses);
