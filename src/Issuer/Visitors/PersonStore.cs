using KiPass.Issuer.Personal;
using KiPass.Issuer.Storage;
using KiPass.Tokens;

namespace KiPass.Issuer.Visitors;

/// <summary>Visitors and companions as people with a visitor number, which is inside their tickets.</summary>
internal sealed class PersonStore(PersonalKey key, TimeProvider time)
{
    private static readonly string OwnerColumns = string.Join(", ", VisitorRows.VisitorColumns.Split(", ").Select(column => "v." + column));

    /// <summary>A random visitor number that nobody has, within the caller's transaction.</summary>
    public static async Task<VisitorNumber> UnusedNumber(DatabaseSession session, CancellationToken cancellationToken)
    {
        while (true)
        {
            var number = VisitorNumber.Random();
            var used = await session.All(
                "SELECT 1 FROM visitor WHERE visitor_number = @number UNION ALL SELECT 1 FROM companion WHERE visitor_number = @number",
                row => row.GetInt32(0),
                cancellationToken,
                ("number", number.ToBytes())
            );
            if (used.Count == 0)
            {
                return number;
            }
        }
    }

    /// <summary>The visitor numbers of people, by id; unknown ids are omitted. The same two statements for any ids.</summary>
    public static async Task<Dictionary<Id, VisitorNumber>> Numbers(
        DatabaseSession session,
        IReadOnlyCollection<Id> ids,
        CancellationToken cancellationToken
    )
    {
        var numbers = new Dictionary<Id, VisitorNumber>();
        foreach (var table in new[] { "visitor", "companion" })
        {
            var found = await session.AllOf(
                $"SELECT {table}_id, visitor_number FROM {table} WHERE {table}_id IN (@keys)",
                ids.Select(id => id.ToBytes()),
                row => (Id: Id.Read(row.Bytes(0)), Number: VisitorNumber.Read(row.Bytes(1))),
                cancellationToken
            );
            found.ForEach(person => numbers[person.Id] = person.Number);
        }
        return numbers;
    }

    /// <summary>The people behind visitor numbers; unknown numbers are omitted. The same two statements for any numbers.</summary>
    public async Task<Dictionary<VisitorNumber, Person>> People(
        DatabaseSession session,
        IReadOnlyCollection<VisitorNumber> numbers,
        CancellationToken cancellationToken
    )
    {
        var keys = numbers.Select(number => number.ToBytes()).ToList();
        var visitors = await session.AllOf(
            $"SELECT visitor_number, {VisitorRows.VisitorColumns} FROM visitor WHERE visitor_number IN (@keys)",
            keys,
            row => (Number: VisitorNumber.Read(row.Bytes(0)), Visitor: key.ReadVisitor(row, 1)),
            cancellationToken
        );
        var companions = await session.AllOf(
            $"""
            SELECT c.visitor_number, c.companion_id, c.name, c.birth_date, {OwnerColumns}
            FROM companion c JOIN visitor v ON v.visitor_id = c.visitor_id WHERE c.visitor_number IN (@keys)
            """,
            keys,
            row => (Number: VisitorNumber.Read(row.Bytes(0)), Companion: key.ReadCompanion(row, 1), Owner: key.ReadVisitor(row, 4)),
            cancellationToken
        );
        var today = KoreanDay.Of(time.GetUtcNow());
        var people = new Dictionary<VisitorNumber, Person>();
        visitors.ForEach(v => people[v.Number] = OfVisitor(v.Visitor, v.Number));
        companions.ForEach(c => people[c.Number] = OfCompanion(c.Companion, c.Owner, c.Number, today));
        return people;
    }

    private static Person OfVisitor(Visitor visitor, VisitorNumber number) =>
        new(visitor.VisitorId, visitor.VisitorId, number, visitor.Name, visitor.Phone, visitor.BirthDate, visitor.GuardianPhone);

    private static Person OfCompanion(Companion companion, Visitor owner, VisitorNumber number, KoreanDay today) =>
        new(
            companion.CompanionId,
            owner.VisitorId,
            number,
            companion.Name,
            owner.Phone,
            companion.BirthDate,
            companion.BirthDate.NeedsGuardianOn(today) ? owner.Phone : null
        );
}
