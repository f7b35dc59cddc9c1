using System.Data.Common;
using System.Globalization;
using KiPass.Contracts.Access;
using KiPass.Contracts.Facilities;
using KiPass.Grains.Database;

namespace KiPass.Grains.Facilities.Directory;

/// <summary>Queries the directory: pages for officials, and an account's own facilities.</summary>
internal sealed class DirectorySearch(DirectorySource source)
{
    private const string Columns = """
        d.facility_id, d.stage, d.name, d.type, d.district, d.address, d.business_number, d.phone, d.capacity, d.indoor, d.standing,
        d.registry, d.created_ms, d.changed_ms, d.seen_ms
        """;

    private const string MineSql = $"""
        SELECT {Columns}, m.role
        FROM facility_member m JOIN facility_directory d ON d.facility_id = m.facility_id
        WHERE m.account_id = @account AND d.revision > 0
        ORDER BY d.name, d.facility_id
        LIMIT @limit
        """;

    /// <summary>The facilities of an account, sorted by name.</summary>
    public async Task<IReadOnlyList<FacilitySummary>> OfAccount(string accountId, int limit, CancellationToken cancellationToken)
    {
        await using var connection = await source.Open(cancellationToken);
        await using var command = connection.Command(MineSql, ("@account", accountId), ("@limit", limit));
        return await command.Read(
            reader =>
            {
                var role = reader.GetInt32(15);
                return role == DirectoryRow.OfferedRole
                    ? Summary(reader) with
                    {
                        Offered = true,
                    }
                    : Summary(reader) with
                    {
                        MyRole = (MemberRole)role,
                    };
            },
            cancellationToken
        );
    }

    /// <summary>The facilities with these ids (at most 200), unsorted.</summary>
    public async Task<IReadOnlyList<FacilitySummary>> ByIds(IReadOnlyList<Guid> ids, CancellationToken cancellationToken)
    {
        if (ids.Count == 0)
        {
            return [];
        }
        var names = ids.Select((_, i) => string.Create(CultureInfo.InvariantCulture, $"@id{i}")).ToList();
        await using var connection = await source.Open(cancellationToken);
        await using var command = connection.Command(
            $"SELECT {Columns} FROM facility_directory d WHERE d.facility_id IN ({string.Join(", ", names)})",
            [.. names.Zip(ids, (name, id) => (name, (object?)id))]
        );
        return await command.Read(Summary, cancellationToken);
    }

    /// <summary>One page of the facilities in a region, without drafts, and their total number.</summary>
    public async Task<(int Total, IReadOnlyList<FacilitySummary> Facilities)> Page(
        DirectoryQuery query,
        Jurisdiction region,
        CancellationToken cancellationToken
    )
    {
        var filter = new DirectoryFilter(query, region, source.IsPostgres);
        await using var connection = await source.Open(cancellationToken);
        // With a search text, one query returns both: the matching rows are collected anyway.
        if (filter.HasText && await PageOfText(connection, query, filter, cancellationToken) is { } found)
        {
            return found;
        }
        await using var count = connection.Command($"SELECT count(*) FROM facility_directory d WHERE {filter.Sql}", filter.Values);
        var total = Convert.ToInt32(await count.ExecuteScalarAsync(cancellationToken), CultureInfo.InvariantCulture);
        var rows = Math.Min(query.Limit, total - query.Offset);
        if (rows <= 0)
        {
            return (total, []);
        }
        // A page near the end is read from the end: skipping 299,950 rows costs more than skipping none.
        var fromEnd = query.Offset > total / 2;
        await using var page = connection.Command(PageSql(query, filter, fromEnd), filter.Values);
        page.With(("@limit", rows), ("@offset", fromEnd ? total - query.Offset - rows : query.Offset));
        var facilities = await page.Read(Summary, cancellationToken);
        if (fromEnd)
        {
            facilities.Reverse();
        }
        return (total, facilities);
    }

    /// <summary>Null when the page is empty, because then the total is unknown.</summary>
    private static async Task<(int Total, IReadOnlyList<FacilitySummary> Facilities)?> PageOfText(
        DbConnection connection,
        DirectoryQuery query,
        DirectoryFilter filter,
        CancellationToken cancellationToken
    )
    {
        // A search text matches few rows: materialize them first, so that the planner does not scan the whole index of the sort order.
        await using var page = connection.Command(
            $"""
            WITH d AS MATERIALIZED (SELECT {Columns} FROM facility_directory d WHERE {filter.Sql})
            SELECT {Columns}, (SELECT count(*) FROM d) FROM d {Order(query, backwards: false)}
            """,
            filter.Values
        );
        page.With(("@limit", query.Limit), ("@offset", query.Offset));
        var found = await page.Read(reader => (Total: reader.GetInt32(15), Facility: Summary(reader)), cancellationToken);
        return found.Count == 0 ? null : (found[0].Total, [.. found.Select(one => one.Facility)]);
    }

    // Skips index entries instead of rows: only the rows of the page are read from the table.
    private static string PageSql(DirectoryQuery query, DirectoryFilter filter, bool fromEnd)
    {
        var order = Order(query, fromEnd);
        var sorted = order[..order.IndexOf(" LIMIT", StringComparison.Ordinal)];
        return $"""
            SELECT {Columns}
            FROM (SELECT d.facility_id FROM facility_directory d WHERE {filter.Sql} {order}) p
            JOIN facility_directory d ON d.facility_id = p.facility_id
            {sorted}
            """;
    }

    private static string Order(DirectoryQuery query, bool backwards)
    {
        var column = query.Order switch
        {
            DirectoryOrder.Type => "type",
            DirectoryOrder.District => "district",
            DirectoryOrder.Stage => "stage",
            DirectoryOrder.Changed => "changed_ms",
            _ => "name",
        };
        var direction = query.Descending != backwards ? "DESC" : "ASC";
        return $"ORDER BY d.{column} {direction}, d.facility_id {direction} LIMIT @limit OFFSET @offset";
    }

    private static FacilitySummary Summary(DbDataReader reader) =>
        new()
        {
            Id = reader.GetGuid(0),
            Stage = (FacilityState)reader.GetInt32(1),
            Name = reader.GetString(2),
            Type = reader.GetString(3),
            District = reader.GetString(4),
            Address = reader.GetString(5),
            BusinessNumber = BusinessNumber.TryParse(reader.GetString(6), out var number) ? number.ToString() : reader.GetString(6),
            Phone = reader.GetString(7),
            Capacity = reader.GetInt32(8),
            Indoor = reader.GetBoolean(9),
            Standing = reader.GetBoolean(10),
            Registry = (BusinessRegistryVerdict)reader.GetInt32(11),
            CreatedAt = reader.Time(12),
            ChangedAt = reader.Time(13),
            SeenAt = reader.MaybeTime(14),
        };
}
