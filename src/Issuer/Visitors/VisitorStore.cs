using KiPass.Issuer.Audit;
using KiPass.Issuer.Personal;
using KiPass.Issuer.Storage;
using KiPass.Tokens;

namespace KiPass.Issuer.Visitors;

/// <summary>Visitors and their companions; personal data is encrypted.</summary>
internal sealed partial class VisitorStore(IssuerDatabase database, PersonalKey key, ErasureList erased, AuditLog audit, TimeProvider time)
{
    public const int MaxCompanions = 10;

    /// <summary>
    /// After the last verification a session is valid for 30 days, and its last pass can be resolved for 28 more days; then the data is not needed.
    /// </summary>
    public static readonly TimeSpan KeptAfterVerification = TimeSpan.FromDays(30 + 29);

    private const string Columns = VisitorRows.VisitorColumns;

    /// <summary>
    /// Renews the visitor with this number, or creates one, within the caller's transaction. A corrected name or date of birth keeps the visitor;
    /// so does a number that comes back within 28 days. Otherwise the number now belongs to another person: the previous visitor stays resolvable
    /// but loses the number and all sessions.
    /// </summary>
    public async Task<Renewal> Renew(
        DatabaseSession session,
        PhoneNumber phone,
        Declaration declaration,
        PhoneNumber? guardianPhone,
        CancellationToken cancellationToken
    )
    {
        var index = key.PhoneIndex(phone);
        await database.Exclude(session, BitConverter.ToInt64(index), cancellationToken);
        var current = await FindByPhone(session, phone, cancellationToken);
        var known =
            current is not null && declaration.IsOf(current)
                ? current
                : (await Holders(session, phone, cancellationToken)).Find(holder =>
                    holder.VisitorId != current?.VisitorId && declaration.IsSurelyOf(holder)
                );
        Id? superseded = null;
        if (current is not null && current != known)
        {
            superseded = current.VisitorId;
            await Release(session, current.VisitorId, cancellationToken);
        }
        var id = known?.VisitorId ?? Id.Random();
        var row = id.ToBytes();
        await session.Execute(
            $"""
            INSERT INTO visitor (phone_index, visitor_number, {Columns})
            VALUES (@index, @number, @id, @phone, @name, @birth, @guardian, @consent, @now, @now)
            ON CONFLICT (visitor_id) DO UPDATE SET phone_index = excluded.phone_index, past_phone_index = NULL, released_at = NULL,
                name = excluded.name, birth_date = excluded.birth_date, guardian_phone = excluded.guardian_phone,
                consent_version = excluded.consent_version, consented_at = excluded.consented_at, verified_at = excluded.verified_at
            """,
            cancellationToken,
            ("index", index),
            ("number", (await PersonStore.UnusedNumber(session, cancellationToken)).ToBytes()),
            ("id", row),
            ("phone", key.Seal(PersonalField.VisitorPhone, row, phone.Value)),
            ("name", key.Seal(PersonalField.VisitorName, row, declaration.Name.Value)),
            ("birth", key.Seal(PersonalField.VisitorBirthDate, row, declaration.BirthDate.ToText())),
            ("guardian", guardianPhone is { } guardian ? key.Seal(PersonalField.GuardianPhone, row, guardian.Value) : null),
            ("consent", declaration.ConsentVersion),
            ("now", time.GetUtcNow().ToUnixTimeMilliseconds())
        );
        return new(id, superseded);
    }

    public async Task<Visitor?> Find(Id visitorId, CancellationToken cancellationToken)
    {
        await using var session = await database.Open(cancellationToken);
        return await Find(session, visitorId, cancellationToken);
    }

    public Task<Visitor?> Find(DatabaseSession session, Id visitorId, CancellationToken cancellationToken) =>
        session.First(
            $"SELECT {Columns} FROM visitor WHERE visitor_id = @id",
            row => key.ReadVisitor(row),
            cancellationToken,
            ("id", visitorId.ToBytes())
        );

    /// <summary>The visitor who verified this number last.</summary>
    public async Task<Visitor?> FindByPhone(PhoneNumber phone, CancellationToken cancellationToken)
    {
        await using var session = await database.Open(cancellationToken);
        return await FindByPhone(session, phone, cancellationToken);
    }

    public async Task<List<Companion>> Companions(Id visitorId, CancellationToken cancellationToken)
    {
        await using var session = await database.Open(cancellationToken);
        var companions = await session.All(
            $"SELECT {VisitorRows.CompanionColumns} FROM companion WHERE visitor_id = @id",
            row => key.ReadCompanion(row),
            cancellationToken,
            ("id", visitorId.ToBytes())
        );
        return [.. companions.OrderBy(c => c.BirthDate.Date).ThenBy(c => c.Name.Value, StringComparer.Ordinal)];
    }

    /// <summary>Adds a companion and returns its id; null if the visitor already has the maximum.</summary>
    public async Task<Id?> AddCompanion(Id visitorId, PersonName name, BirthDate birthDate, CancellationToken cancellationToken)
    {
        await using var session = await database.Begin(null, cancellationToken);
        var id = await AddCompanion(session, visitorId, name, birthDate, cancellationToken);
        await session.Commit(cancellationToken);
        return id;
    }

    /// <summary>The same within the caller's transaction.</summary>
    public async Task<Id?> AddCompanion(
        DatabaseSession session,
        Id visitorId,
        PersonName name,
        BirthDate birthDate,
        CancellationToken cancellationToken
    )
    {
        var id = Id.Random();
        var row = id.ToBytes();
        await database.Exclude(session, BitConverter.ToInt64(visitorId.ToBytes()), cancellationToken);
        var added = await session.Execute(
            """
            INSERT INTO companion (companion_id, visitor_number, visitor_id, name, birth_date)
            SELECT @id, @number, v.visitor_id, @name, @birth FROM visitor v
            WHERE v.visitor_id = @visitor AND (SELECT count(*) FROM companion c WHERE c.visitor_id = v.visitor_id) < @most
            """,
            cancellationToken,
            ("id", row),
            ("number", (await PersonStore.UnusedNumber(session, cancellationToken)).ToBytes()),
            ("name", key.Seal(PersonalField.CompanionName, row, name.Value)),
            ("birth", key.Seal(PersonalField.CompanionBirthDate, row, birthDate.ToText())),
            ("visitor", visitorId.ToBytes()),
            ("most", MaxCompanions)
        );
        return added == 1 ? id : null;
    }

    /// <summary>Removes a companion; false if the visitor has no such companion.</summary>
    public async Task<bool> RemoveCompanion(Id visitorId, Id companionId, CancellationToken cancellationToken)
    {
        if ((await Companions(visitorId, cancellationToken)).All(companion => companion.CompanionId != companionId))
        {
            return false;
        }
        erased.Add(companionId);
        await using var session = await database.Open(cancellationToken);
        return await session.Execute(
                "DELETE FROM companion WHERE companion_id = @companion AND visitor_id = @visitor",
                cancellationToken,
                ("companion", companionId.ToBytes()),
                ("visitor", visitorId.ToBytes())
            ) == 1;
    }

    /// <summary>Erases a visitor at their own request, including companions, sessions and notices.</summary>
    public Task Erase(Id visitorId, CancellationToken cancellationToken)
    {
        erased.Add(visitorId);
        return Erase("visitor_id = @id", ("id", visitorId.ToBytes()), "the visitor's own request", cancellationToken);
    }

    /// <summary>Erases the people again whom a restored database brought back.</summary>
    /// <returns>The number of visitors and companions.</returns>
    /// <exception cref="System.Security.Cryptography.CryptographicException">The list is encrypted with another key.</exception>
    public async Task<int> EraseAgain(CancellationToken cancellationToken)
    {
        var again = 0;
        foreach (var id in erased.Read())
        {
            again += await Erase("visitor_id = @id", ("id", id.ToBytes()), "erased before the store was restored", cancellationToken);
            await using var session = await database.Open(cancellationToken);
            again += await session.Execute("DELETE FROM companion WHERE companion_id = @id", cancellationToken, ("id", id.ToBytes()));
        }
        return again;
    }

    /// <summary>Erases the visitors whose data is no longer needed, and returns their number.</summary>
    public Task<int> EraseLapsed(CancellationToken cancellationToken) =>
        Erase(
            "verified_at < @last",
            ("last", (time.GetUtcNow() - KeptAfterVerification).ToUnixTimeMilliseconds()),
            "59 days after the last verification",
            cancellationToken
        );

    private Task<Visitor?> FindByPhone(DatabaseSession session, PhoneNumber phone, CancellationToken cancellationToken) =>
        session.First(
            $"SELECT {Columns} FROM visitor WHERE phone_index = @index",
            row => key.ReadVisitor(row),
            cancellationToken,
            ("index", key.PhoneIndex(phone))
        );

    private async Task<int> Erase(string condition, (string, object?) value, string rule, CancellationToken cancellationToken)
    {
        await using var session = await database.Begin(AuditLog.Exclusive, cancellationToken);
        var erased = await session.Execute($"DELETE FROM visitor WHERE {condition}", cancellationToken, value);
        if (erased > 0)
        {
            await audit.Append(session, new DestructionRecord("account", erased, rule), cancellationToken);
            await session.Commit(cancellationToken);
        }
        return erased;
    }
}
