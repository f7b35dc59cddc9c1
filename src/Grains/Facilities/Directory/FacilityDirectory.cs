using System.Data.Common;
using KiPass.Contracts.Facilities;
using KiPass.Grains.Database;

namespace KiPass.Grains.Facilities.Directory;

/// <summary>
/// Write access to the table <c>facility_directory</c>, a projection of the facility grains. A grain marks its row as stale before it
/// writes its state and updates the row afterwards. If it fails in between, the row stays stale and a sweep updates it.
/// </summary>
internal sealed class FacilityDirectory(DirectorySource source, IEnumerable<IDirectoryObserver> observers)
{
    private const string MarkSql = """
        INSERT INTO facility_directory (facility_id) VALUES (@id)
        ON CONFLICT (facility_id) DO UPDATE SET stale = true
        """;

    private const string PutSql = """
        INSERT INTO facility_directory (facility_id, revision, stale, stage, name, type, district, address, business_number, phone,
            capacity, indoor, standing, registry, registry_next_ms, created_ms, changed_ms, activated_ms, seen_ms, search{0})
        VALUES (@id, @revision, false, @stage, @name, @type, @district, @address, @number, @phone,
            @capacity, @indoor, @standing, @registry, @registryNext, @created, @changed, @activated, @seen, @search{1})
        ON CONFLICT (facility_id) DO UPDATE SET
            revision = excluded.revision, stale = false, stage = excluded.stage, name = excluded.name, type = excluded.type,
            district = excluded.district, address = excluded.address, business_number = excluded.business_number,
            phone = excluded.phone, capacity = excluded.capacity, indoor = excluded.indoor, standing = excluded.standing,
            registry = excluded.registry, registry_next_ms = excluded.registry_next_ms, created_ms = excluded.created_ms,
            changed_ms = excluded.changed_ms, activated_ms = excluded.activated_ms, seen_ms = excluded.seen_ms, search = excluded.search{2}
        WHERE facility_directory.revision <= excluded.revision
        """;

    private const string StaleSql = "SELECT facility_id FROM facility_directory WHERE stale ORDER BY facility_id LIMIT @limit";

    private const string BusinessRegistryDueSql = """
        SELECT facility_id FROM facility_directory WHERE registry_next_ms <= @now ORDER BY registry_next_ms LIMIT @limit
        """;

    // The table belongs to Orleans's grain storage: only its keys are read, to find facilities without a row.
    private const string AdoptOnPostgresSql = """
        INSERT INTO facility_directory (facility_id)
        SELECT substring(key_text FROM 3)::uuid FROM grain_state WHERE key_text LIKE 'f:%' AND payload IS NOT NULL
        ON CONFLICT DO NOTHING
        """;

    private const string AdoptOnSqliteSql = """
        INSERT INTO facility_directory (facility_id)
        SELECT upper(substr(key_text, 3, 8) || '-' || substr(key_text, 11, 4) || '-' || substr(key_text, 15, 4) || '-'
            || substr(key_text, 19, 4) || '-' || substr(key_text, 23))
        FROM grain_state WHERE key_text LIKE 'f:%' AND payload IS NOT NULL
        ON CONFLICT DO NOTHING
        """;

    private readonly string put = source.IsPostgres ? Put(", grams", ", @grams", ", grams = excluded.grams") : Put("", "", "");

    /// <summary>Marks a facility's row as stale before the facility changes.</summary>
    public async Task Mark(Guid facilityId, CancellationToken cancellationToken)
    {
        await using var connection = await source.Open(cancellationToken);
        await using var command = connection.Command(MarkSql, ("@id", facilityId));
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Writes a facility's row, unless the directory has a newer revision.</summary>
    public async Task Put(DirectoryRow row, CancellationToken cancellationToken)
    {
        await using var connection = await source.Open(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await using var command = connection.Command(put, Values(row));
        command.Transaction = transaction;
        if (await command.ExecuteNonQueryAsync(cancellationToken) > 0)
        {
            await PutMembers(connection, transaction, row, cancellationToken);
            foreach (var observer in observers)
            {
                await observer.RowChanged(connection, transaction, row, cancellationToken);
            }
        }
        await transaction.CommitAsync(cancellationToken);
    }

    /// <summary>Removes the row of a facility that was never stored.</summary>
    public async Task Forget(Guid facilityId, CancellationToken cancellationToken)
    {
        await using var connection = await source.Open(cancellationToken);
        await using var command = connection.Command(
            "DELETE FROM facility_directory WHERE facility_id = @id AND revision = 0",
            ("@id", facilityId)
        );
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Facilities whose row is marked as stale.</summary>
    public async Task<IReadOnlyList<Guid>> Stale(int limit, CancellationToken cancellationToken)
    {
        await using var connection = await source.Open(cancellationToken);
        await using var command = connection.Command(StaleSql, ("@limit", limit));
        return await command.Read(reader => reader.GetGuid(0), cancellationToken);
    }

    /// <summary>Facilities whose next check at the tax service is due.</summary>
    public async Task<IReadOnlyList<Guid>> BusinessRegistryDue(DateTimeOffset now, int limit, CancellationToken cancellationToken)
    {
        await using var connection = await source.Open(cancellationToken);
        await using var command = connection.Command(BusinessRegistryDueSql, ("@now", now.ToUnixTimeMilliseconds()), ("@limit", limit));
        return await command.Read(reader => reader.GetGuid(0), cancellationToken);
    }

    /// <summary>
    /// Adds a stale row for each facility that has none, from the keys of the grain states, so that sweeps can rebuild the whole table.
    /// </summary>
    /// <returns>Number of rows added.</returns>
    public async Task<int> Adopt(CancellationToken cancellationToken)
    {
        await using var connection = await source.Open(cancellationToken);
        await using var command = connection.Command(source.IsPostgres ? AdoptOnPostgresSql : AdoptOnSqliteSql);
        return await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private static async Task PutMembers(
        DbConnection connection,
        DbTransaction transaction,
        DirectoryRow row,
        CancellationToken cancellationToken
    )
    {
        await using var remove = connection.Command("DELETE FROM facility_member WHERE facility_id = @id", ("@id", row.FacilityId));
        remove.Transaction = transaction;
        await remove.ExecuteNonQueryAsync(cancellationToken);
        foreach (var (account, role) in row.Members)
        {
            await using var add = connection.Command(
                "INSERT INTO facility_member (account_id, facility_id, role) VALUES (@account, @id, @role)",
                ("@account", account),
                ("@id", row.FacilityId),
                ("@role", role)
            );
            add.Transaction = transaction;
            await add.ExecuteNonQueryAsync(cancellationToken);
        }
    }

    private (string, object?)[] Values(DirectoryRow row)
    {
        var facts = row.State.Facts;
        var search = SearchText.Of(facts);
        (string, object?)[] values =
        [
            ("@id", row.FacilityId),
            ("@revision", row.State.Revision),
            ("@stage", (int)row.State.Stage),
            ("@name", facts.Name),
            ("@type", facts.Type),
            ("@district", facts.District),
            ("@address", facts.Address),
            ("@number", SearchText.NumberOf(facts)),
            ("@phone", KoreanPhone.Normalize(facts.Phone) ?? ""),
            ("@capacity", facts.Capacity ?? 0),
            ("@indoor", facts.Indoor),
            ("@standing", facts.Standing),
            ("@registry", (int)row.State.Registry.Verdict),
            ("@registryNext", row.State.Registry.NextAt?.ToUnixTimeMilliseconds()),
            ("@created", row.CreatedAt.ToUnixTimeMilliseconds()),
            ("@changed", row.ChangedAt.ToUnixTimeMilliseconds()),
            ("@activated", row.ActivatedAt?.ToUnixTimeMilliseconds()),
            ("@seen", row.SeenAt?.ToUnixTimeMilliseconds()),
            ("@search", search),
        ];
        return source.IsPostgres ? [.. values, ("@grams", NGrams.Of(search))] : values;
    }

    private static string Put(string columns, string parameters, string updates) =>
        PutSql
            .Replace("{0}", columns, StringComparison.Ordinal)
            .Replace("{1}", parameters, StringComparison.Ordinal)
            .Replace("{2}", updates, StringComparison.Ordinal);
}
