using System.Runtime.CompilerServices;
using KiPass.Grains.Database.Postgres;
using KiPass.Tokens;
using KiPass.Tokens.Passes;
using Npgsql;
using NpgsqlTypes;

namespace KiPass.Grains.Visits.Stores.Postgres;

/// <summary>Reads visits from PostgreSQL, with the role <c>tracer</c>.</summary>
internal sealed partial class PostgresVisitReader(RegisterSources sources) : IVisitReader
{
    // Without repeating the bounds of the slot, the database would search the voided visits of every day.
    private const string NotVoided = """
        NOT EXISTS (
            SELECT 1 FROM visits.voided x
            WHERE x.slot = v.slot AND x.issuer = v.issuer AND x.token_id = v.token_id AND x.slot >= $1 AND x.slot < $2)
        """;

    // An open day has an index on hour and hash (0401_visit_hours.sql), a closed day one on the ticket.
    private const string InItsHours =
        "(v.slot / 3600)::integer = ANY (ARRAY (SELECT generate_series($1 / 3600, ($2 - 1) / 3600)::integer))";

    private const string OfTicketSql = $"""
        SELECT v.issuer, v.slot, v.pseudonym, v.facility_id, v.entered_at, v.device_id, v.received_at
        FROM visits.visit v
        WHERE v.slot >= $1 AND v.slot < $2 AND v.issuer = $3 AND v.pseudonym = $4 AND v.entered_at > $5
            AND {InItsHours} AND uuid_hash(v.pseudonym) = uuid_hash($4) AND {NotVoided}
        ORDER BY v.entered_at, v.slot
        LIMIT $6
        """;

    private const string OfTicketsSql = $"""
        SELECT v.issuer, v.slot, v.pseudonym, v.facility_id, v.entered_at, v.device_id, v.received_at
        FROM visits.visit v
        WHERE v.slot >= $1 AND v.slot < $2 AND v.pseudonym = ANY ($3) AND v.entered_at > $4
            AND {InItsHours} AND uuid_hash(v.pseudonym) = ANY (ARRAY (SELECT uuid_hash(p) FROM unnest($3) AS p)) AND {NotVoided}
        """;

    private const string ShownSql = $"""
        SELECT DISTINCT v.issuer, v.pseudonym
        FROM visits.visit v
        WHERE v.slot >= $1 AND v.slot < $2 AND v.pseudonym = ANY ($3) AND v.entered_at > $4
            AND {InItsHours} AND uuid_hash(v.pseudonym) = ANY (ARRAY (SELECT uuid_hash(p) FROM unnest($3) AS p)) AND {NotVoided}
        """;

    // Each page continues after the last row of the one before it.
    private const string AtFacilitySql = $"""
        SELECT v.issuer, v.slot, v.pseudonym, v.facility_id, v.entered_at, v.device_id, v.received_at, v.token_id
        FROM visits.visit v
        WHERE v.slot >= $1 AND v.slot < $2 AND v.facility_id = $3 AND v.entered_at >= $4 AND v.entered_at < $5 AND v.entered_at > $6
            AND (v.entered_at, v.slot, v.issuer, v.token_id) > ($7, $8, $9, $10) AND {NotVoided}
        ORDER BY v.entered_at, v.slot, v.issuer, v.token_id
        LIMIT $11
        """;

    private const string PaperSql = """
        SELECT facility_id, device_id, scan_id, sealed, entered_at, received_at
        FROM visits.paper
        WHERE day >= $1 AND day <= $2 AND facility_id = $3 AND entered_at >= $4 AND entered_at < $5 AND entered_at > $6
            AND (entered_at, device_id, scan_id) > ($7, $8, $9)
        ORDER BY entered_at, device_id, scan_id
        LIMIT $10
        """;

    public async Task<IReadOnlyList<VisitRow>> OfTicket(
        ushort issuer,
        KoreanDay day,
        Ticket ticket,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        await using var command = sources.Tracer.CreateCommand(OfTicketSql);
        command.With(day.Start.ToUnixTimeSeconds());
        command.With(day.End.ToUnixTimeSeconds());
        command.With((int)issuer);
        command.With(ticket.Value);
        command.With(RetentionRule.UnreadableUpTo(now));
        command.With(VisitPages.MaxPerTicket);
        return await Visits(command, _ => true, cancellationToken);
    }

    public async Task<IReadOnlyList<VisitorKey>> Shown(
        IReadOnlyCollection<VisitorKey> tickets,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        if (tickets.Count == 0)
        {
            return [];
        }
        var days = tickets.GroupBy(ticket => ticket.Day).ToList();
        await using var batch = sources.Tracer.CreateBatch();
        foreach (var day in days)
        {
            var command = batch.CreateBatchCommand();
            command.CommandText = ShownSql;
            command.Parameters.Add(new() { Value = day.Key.StartUnixSeconds });
            command.Parameters.Add(new() { Value = (day.Key + 1).StartUnixSeconds });
            command.Parameters.Add(
                new() { Value = day.Select(ticket => ticket.Ticket.Value).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Uuid }
            );
            command.Parameters.Add(new() { Value = RetentionRule.UnreadableUpTo(now).ToUniversalTime() });
            batch.BatchCommands.Add(command);
        }
        var asked = tickets.ToHashSet();
        var shown = new List<VisitorKey>();
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        foreach (var day in days)
        {
            while (await reader.ReadAsync(cancellationToken))
            {
                var key = new VisitorKey((ushort)reader.GetInt32(0), day.Key, new Ticket(reader.GetGuid(1)));
                // Two issuers may have made the same ticket.
                if (asked.Contains(key))
                {
                    shown.Add(key);
                }
            }
            await reader.NextResultAsync(cancellationToken);
        }
        return shown;
    }

    public async Task<IReadOnlyList<VisitRow>> OfTickets(
        KoreanDay day,
        IReadOnlyCollection<(ushort Issuer, Ticket Ticket)> tickets,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        await using var command = sources.Tracer.CreateCommand(OfTicketsSql);
        command.With(day.Start.ToUnixTimeSeconds());
        command.With(day.End.ToUnixTimeSeconds());
        command.With(tickets.Select(p => p.Ticket.Value).ToList(), NpgsqlDbType.Uuid);
        command.With(RetentionRule.UnreadableUpTo(now));
        // How many more visits of each are read.
        var left = tickets.Distinct().ToDictionary(asked => asked, _ => VisitPages.MaxPerTicket);
        return await Visits(
            command,
            visit => left.TryGetValue((visit.Issuer, visit.Ticket), out var more) && (left[(visit.Issuer, visit.Ticket)] = more - 1) >= 0,
            cancellationToken
        );
    }

    public async IAsyncEnumerable<IReadOnlyList<VisitRow>> AtFacility(
        Guid facilityId,
        DateTimeOffset from,
        DateTimeOffset to,
        DateTimeOffset now,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        var after = (EnteredAt: DateTimeOffset.UnixEpoch, Slot: 0L, Issuer: 0, TokenId: Guid.Empty);
        List<VisitRow> page;
        do
        {
            page = [];
            await using var command = Window(AtFacilitySql, facilityId, Later(from, after.EnteredAt), to, now);
            command.With(after.EnteredAt).With(after.Slot).With(after.Issuer).With(after.TokenId).With(VisitPages.Size);
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            while (await reader.ReadAsync(cancellationToken))
            {
                page.Add(Visit(reader));
                after = (page[^1].EnteredAt, reader.GetInt64(1), reader.GetInt32(0), reader.GetGuid(7));
            }
            await reader.DisposeAsync();
            yield return page;
        } while (page.Count == VisitPages.Size);
    }

    public async IAsyncEnumerable<IReadOnlyList<PaperVisit>> PaperAtFacility(
        Guid facilityId,
        DateTimeOffset from,
        DateTimeOffset to,
        DateTimeOffset now,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        var after = (EnteredAt: DateTimeOffset.UnixEpoch, DeviceId: Guid.Empty, ScanId: Guid.Empty);
        List<PaperVisit> page;
        do
        {
            page = [];
            await using var command = sources.Tracer.CreateCommand(PaperSql);
            command.With(KoreanDay.Of(from));
            command.With(KoreanDay.Of(to));
            AddWindow(command, facilityId, Later(from, after.EnteredAt), to, now);
            command.With(after.EnteredAt).With(after.DeviceId).With(after.ScanId).With(VisitPages.PaperSize);
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            while (await reader.ReadAsync(cancellationToken))
            {
                var visit = new PaperVisit(
                    reader.GetGuid(0),
                    reader.GetGuid(1),
                    reader.GetGuid(2),
                    reader.GetString(3),
                    reader.GetFieldValue<DateTimeOffset>(4),
                    reader.GetFieldValue<DateTimeOffset>(5)
                );
                page.Add(visit);
                after = (visit.EnteredAt, visit.DeviceId, visit.ScanId);
            }
            await reader.DisposeAsync();
            yield return page;
        } while (page.Count == VisitPages.PaperSize);
    }

    // The entry time is within a few seconds of the slot: bounds on the slot exclude all other partitions.
    private NpgsqlCommand Window(string sql, Guid facilityId, DateTimeOffset from, DateTimeOffset to, DateTimeOffset now)
    {
        var command = sources.Tracer.CreateCommand(sql);
        command.With(from.AddMinutes(-1).ToUnixTimeSeconds());
        command.With(to.AddMinutes(1).ToUnixTimeSeconds());
        AddWindow(command, facilityId, from, to, now);
        return command;
    }

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;

    private static void AddWindow(NpgsqlCommand command, Guid facilityId, DateTimeOffset from, DateTimeOffset to, DateTimeOffset now)
    {
        command.With(facilityId);
        command.With(from);
        command.With(to);
        command.With(RetentionRule.UnreadableUpTo(now));
    }

    private static async Task<IReadOnlyList<VisitRow>> Visits(
        NpgsqlCommand command,
        Func<VisitRow, bool> isKept,
        CancellationToken cancellationToken
    )
    {
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var result = new List<VisitRow>();
        while (await reader.ReadAsync(cancellationToken))
        {
            var visit = Visit(reader);
            if (isKept(visit))
            {
                result.Add(visit);
            }
        }
        return result;
    }

    private static VisitRow Visit(NpgsqlDataReader reader) =>
        new(
            (ushort)reader.GetInt32(0),
            KoreanDay.OfUnixSeconds(reader.GetInt64(1)),
            new Ticket(reader.GetGuid(2)),
            reader.GetGuid(3),
            reader.GetFieldValue<DateTimeOffset>(4),
            reader.GetGuid(5),
            reader.GetFieldValue<DateTimeOffset>(6)
        );
}
