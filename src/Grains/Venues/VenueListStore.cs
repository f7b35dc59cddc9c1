using System.Data.Common;
using KiPass.Contracts.Venues;
using KiPass.Grains.Database;
using KiPass.Grains.Facilities.Directory;

namespace KiPass.Grains.Venues;

/// <summary>Stores lists, each in one transaction.</summary>
internal sealed class VenueListStore(DirectorySource source)
{
    // Two lists that are stored at the same time would not see each other's venues.
    private const long LoadLock = 0x4B69_5061_7373_0002;
    private const int ChunkSize = 500;

    private const string KnownSql = """
        SELECT venue_id, business_number, place_key, name, type, district, address, phone, capacity, licensed_on, facility_id, match_kind,
            other_facility
        FROM venue
        """;

    private const string PutSql = """
        INSERT INTO venue (venue_id, business_number, name, type, district, address, phone, capacity, licensed_on, place_key, list_id,
            loaded_ms, facility_id, match_kind, match_score)
        VALUES (@id, @number, @name, @type, @district, @address, @phone, @capacity, @licensed, @place, @list, @now, @facility, @kind, @score)
        ON CONFLICT (venue_id) DO UPDATE SET
            business_number = excluded.business_number, name = excluded.name, type = excluded.type, district = excluded.district,
            address = excluded.address, phone = excluded.phone, capacity = excluded.capacity, licensed_on = excluded.licensed_on,
            place_key = excluded.place_key, list_id = excluded.list_id, loaded_ms = excluded.loaded_ms,
            facility_id = excluded.facility_id, match_kind = excluded.match_kind, match_score = excluded.match_score
        """;

    private const string ListSql = """
        INSERT INTO venue_list (list_id, file_name, loaded_by, region, loaded_ms, good, bad, added, changed, unchanged, matched, ended, noted)
        VALUES (@list, @file, @by, @region, @now, @good, @bad, @added, @changed, @unchanged, @matched, @ended, @noted)
        """;

    private const string FaultSql =
        "INSERT INTO venue_fault (list_id, line, problem, field, content) VALUES (@list, @line, @problem, @field, @content)";

    private const string SummaryColumns = """
        SELECT list_id, file_name, loaded_by, loaded_ms, good, bad, added, changed, unchanged, matched, region, ended, noted FROM venue_list
        """;

    /// <summary>Stores a list with its venues and faults.</summary>
    /// <param name="progress">Called with the number of rows written so far.</param>
    public async Task<VenueListSummary> Put(
        Guid listId,
        (string FileName, string By, string Region, DateTimeOffset At) about,
        VenueReading reading,
        IReadOnlyDictionary<int, VenueMatch> matches,
        Action<int>? progress,
        CancellationToken cancellationToken
    )
    {
        await using var connection = await source.Open(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        if (source.IsPostgres)
        {
            await using var gate = Command(connection, transaction, "SELECT pg_advisory_xact_lock(@lock)", ("@lock", LoadLock));
            await gate.ExecuteNonQueryAsync(cancellationToken);
        }
        var known = await Known(connection, transaction, reading.Rows, cancellationToken);
        var (added, changed, unchanged, written) = (0, 0, 0, 0);
        await using (var put = Command(connection, transaction, PutSql))
        {
            foreach (var row in reading.Rows)
            {
                var venue = known.Of(row);
                Fill(put, row, venue, Settled(venue, matches.GetValueOrDefault(row.Line)), listId, about.At);
                await put.ExecuteNonQueryAsync(cancellationToken);
                (added, changed, unchanged) =
                    venue is null ? (added + 1, changed, unchanged)
                    : venue.IsSame(row) ? (added, changed, unchanged + 1)
                    : (added, changed + 1, unchanged);
                progress?.Invoke(++written);
            }
        }
        var summary = new VenueListSummary(
            listId,
            about.FileName,
            about.By,
            about.At,
            reading.Rows.Count,
            reading.Bad,
            added,
            changed,
            unchanged,
            matches.Count,
            reading.Ended,
            reading.Noted
        );
        await PutList(connection, transaction, summary, about.Region, reading.Faults, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return summary;
    }

    /// <summary>A list and the jurisdiction of the official who loaded it; null when there is none.</summary>
    public async Task<(VenueListSummary Summary, string Region)?> Find(Guid listId, CancellationToken cancellationToken)
    {
        await using var connection = await source.Open(cancellationToken);
        await using var command = connection.Command($"{SummaryColumns} WHERE list_id = @list", ("@list", listId));
        return (
            await command.Read(reader => ((VenueListSummary, string)?)(Summary(reader), reader.GetString(10)), cancellationToken)
        ).FirstOrDefault();
    }

    /// <summary>Lists loaded by officials of a region or a part of it, newest first.</summary>
    public async Task<IReadOnlyList<VenueListSummary>> In(string region, int limit, CancellationToken cancellationToken)
    {
        await using var connection = await source.Open(cancellationToken);
        await using var command = connection.Command(
            $"{SummaryColumns} WHERE region LIKE @region ORDER BY loaded_ms DESC LIMIT @limit",
            ("@region", region == "*" ? "%" : region + "%"),
            ("@limit", limit)
        );
        return await command.Read(Summary, cancellationToken);
    }

    /// <summary>The faults of a list after a line.</summary>
    public async Task<IReadOnlyList<VenueFault>> Faults(Guid listId, int afterLine, int limit, CancellationToken cancellationToken)
    {
        await using var connection = await source.Open(cancellationToken);
        await using var command = connection.Command(
            "SELECT line, problem, field, content FROM venue_fault WHERE list_id = @list AND line > @after ORDER BY line LIMIT @limit",
            ("@list", listId),
            ("@after", afterLine),
            ("@limit", limit)
        );
        return await command.Read(
            reader => new VenueFault(reader.GetInt32(0), (VenueRowProblem)reader.GetInt32(1), reader.GetString(2), reader.GetString(3)),
            cancellationToken
        );
    }

    private static VenueListSummary Summary(DbDataReader reader) =>
        new(
            reader.GetGuid(0),
            reader.GetString(1),
            reader.GetString(2),
            reader.Time(3),
            reader.GetInt32(4),
            reader.GetInt32(5),
            reader.GetInt32(6),
            reader.GetInt32(7),
            reader.GetInt32(8),
            reader.GetInt32(9),
            reader.GetInt32(11),
            reader.GetInt32(12)
        );

    private static async Task<KnownVenues> Known(
        DbConnection connection,
        DbTransaction transaction,
        IReadOnlyList<VenueRow> rows,
        CancellationToken cancellationToken
    )
    {
        var known = new KnownVenues();
        foreach (
            var (column, values) in new[]
            {
                ("business_number", rows.Select(row => row.Number).Where(number => number.Length > 0)),
                ("place_key", rows.Select(row => row.PlaceKey)),
            }
        )
        {
            foreach (var chunk in values.Chunk(ChunkSize))
            {
                await using var command = Command(
                    connection,
                    transaction,
                    $"{KnownSql} WHERE {column} IN ({DbCommandExtensions.ParameterNames(chunk.Length)})",
                    [.. chunk.Select((value, i) => ($"@v{i}", (object?)value))]
                );
                foreach (var venue in await command.Read(KnownVenue.Of, cancellationToken))
                {
                    known.Add(venue);
                }
            }
        }
        return known;
    }

    // A match by an official or an invitation is kept. Otherwise a new match replaces the old one, which is kept when there is none.
    private static VenueMatch? Settled(KnownVenue? venue, VenueMatch? found) =>
        venue is { FacilityId: { } facility, Match: VenueMatchKind.ByHand or VenueMatchKind.Invitation } ? new(facility, venue.Match, 100)
        : found is not null && found.FacilityId != venue?.OtherFacility ? found
        : venue?.FacilityId is { } before ? new(before, venue.Match, venue.Match == VenueMatchKind.Number ? 100 : 0)
        : null;

    private static void Fill(DbCommand put, VenueRow row, KnownVenue? venue, VenueMatch? match, Guid listId, DateTimeOffset now)
    {
        put.Parameters.Clear();
        put.With(
            ("@id", venue?.Id ?? Guid.NewGuid()),
            ("@number", row.Number.Length > 0 ? row.Number : venue?.Number ?? ""),
            ("@name", row.Name),
            ("@type", row.Type),
            ("@district", row.District),
            ("@address", row.Address),
            ("@phone", row.Phone),
            ("@capacity", row.Capacity),
            ("@place", row.PlaceKey),
            ("@list", listId),
            ("@now", now.ToUnixTimeMilliseconds()),
            ("@kind", (int)(match?.Kind ?? VenueMatchKind.None)),
            ("@score", match?.Score ?? 0)
        );
        AddTyped(put, "@licensed", System.Data.DbType.Int32, VenueSql.DayNumber(row.LicensedOn));
        AddTyped(put, "@facility", System.Data.DbType.Guid, match?.FacilityId);
    }

    // PostgreSQL cannot infer the type of a null.
    private static void AddTyped(DbCommand command, string name, System.Data.DbType type, object? value)
    {
        var parameter = command.CreateParameter();
        parameter.ParameterName = name;
        parameter.DbType = type;
        parameter.Value = value ?? DBNull.Value;
        command.Parameters.Add(parameter);
    }

    private static async Task PutList(
        DbConnection connection,
        DbTransaction transaction,
        VenueListSummary summary,
        string region,
        IReadOnlyList<VenueFault> faults,
        CancellationToken cancellationToken
    )
    {
        await using var list = Command(
            connection,
            transaction,
            ListSql,
            ("@list", summary.Id),
            ("@file", summary.FileName),
            ("@by", summary.By),
            ("@region", region),
            ("@now", summary.At.ToUnixTimeMilliseconds()),
            ("@good", summary.Good),
            ("@bad", summary.Bad),
            ("@added", summary.Added),
            ("@changed", summary.Changed),
            ("@unchanged", summary.Unchanged),
            ("@matched", summary.Matched),
            ("@ended", summary.Ended),
            ("@noted", summary.Noted)
        );
        await list.ExecuteNonQueryAsync(cancellationToken);
        await using var put = Command(connection, transaction, FaultSql);
        foreach (var fault in faults)
        {
            put.Parameters.Clear();
            put.With(
                ("@list", summary.Id),
                ("@line", fault.Line),
                ("@problem", (int)fault.Problem),
                ("@field", fault.Field),
                ("@content", fault.Content)
            );
            await put.ExecuteNonQueryAsync(cancellationToken);
        }
    }

    private static DbCommand Command(DbConnection connection, DbTransaction transaction, string sql, params (string, object?)[] values)
    {
        var command = connection.Command(sql, values);
        command.Transaction = transaction;
        return command;
    }
}
