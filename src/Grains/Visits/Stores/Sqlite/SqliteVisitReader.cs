using System.Runtime.CompilerServices;
using KiPass.Tokens;
using KiPass.Tokens.Passes;
using Microsoft.Data.Sqlite;

namespace KiPass.Grains.Visits.Stores.Sqlite;

/// <summary>Reads visits from SQLite, day by day.</summary>
internal sealed partial class SqliteVisitReader(VisitFiles files) : IVisitReader
{
    private const int MaxTicketsPerQuery = 500;

    private const string NotVoided =
        "NOT EXISTS (SELECT 1 FROM voided x WHERE x.slot = v.slot AND x.issuer = v.issuer AND x.token_id = v.token_id)";

    private const string OfTicketSql = $"""
        SELECT v.issuer, v.slot, v.pseudonym, v.facility_id, v.entered_at_ms, v.device_id, v.received_at_us
        FROM visit v
        WHERE v.pseudonym = $pseudonym AND v.issuer = $issuer AND v.entered_at_ms > $oldest AND {NotVoided}
        ORDER BY v.entered_at_ms, v.slot
        LIMIT $limit
        """;

    private const string Window = "facility_id = $facility AND entered_at_ms >= $from AND entered_at_ms < $to AND entered_at_ms > $oldest";

    private const string AtFacilitySql = $"""
        SELECT v.issuer, v.slot, v.pseudonym, v.facility_id, v.entered_at_ms, v.device_id, v.received_at_us, v.token_id
        FROM visit v
        WHERE {Window} AND (v.entered_at_ms, v.slot, v.issuer, v.token_id) > ($at, $slot, $issuer, $token) AND {NotVoided}
        ORDER BY v.entered_at_ms, v.slot, v.issuer, v.token_id
        LIMIT $limit
        """;

    private const string PaperSql = $"""
        SELECT facility_id, device_id, scan_id, sealed, entered_at_ms, received_at_us
        FROM paper
        WHERE {Window} AND (entered_at_ms, device_id, scan_id) > ($at, $device, $scan)
        ORDER BY entered_at_ms, device_id, scan_id
        LIMIT $limit
        """;

    public Task<IReadOnlyList<VisitRow>> OfTicket(
        ushort issuer,
        KoreanDay day,
        Ticket ticket,
        DateTimeOffset now,
        CancellationToken cancellationToken
    ) =>
        Task.Run<IReadOnlyList<VisitRow>>(
            () =>
                Read(
                    [day],
                    OfTicketSql,
                    [
                        ("$pseudonym", SqliteValues.Bytes(ticket.Value)),
                        ("$issuer", (int)issuer),
                        ("$oldest", SqliteValues.Milliseconds(RetentionRule.UnreadableUpTo(now))),
                        ("$limit", VisitPages.MaxPerTicket),
                    ],
                    Visit,
                    cancellationToken
                ),
            cancellationToken
        );

    public Task<IReadOnlyList<VisitorKey>> Shown(
        IReadOnlyCollection<VisitorKey> tickets,
        DateTimeOffset now,
        CancellationToken cancellationToken
    ) =>
        Task.Run<IReadOnlyList<VisitorKey>>(
            () =>
            {
                var asked = tickets.ToHashSet();
                return
                [
                    .. tickets
                        .GroupBy(ticket => ticket.Day)
                        .SelectMany(day =>
                            day.Select(ticket => (ticket.Issuer, ticket.Ticket)).Chunk(MaxTicketsPerQuery).Select(chunk => (day.Key, chunk))
                        )
                        .SelectMany(part =>
                            Read([part.Key], OfTicketsSql(part.chunk.Length), ValuesOf(part.chunk, now), Visit, cancellationToken)
                        )
                        .Select(visit => new VisitorKey(visit.Issuer, visit.Day, visit.Ticket))
                        .Where(asked.Contains)
                        .Distinct(),
                ];
            },
            cancellationToken
        );

    public Task<IReadOnlyList<VisitRow>> OfTickets(
        KoreanDay day,
        IReadOnlyCollection<(ushort Issuer, Ticket Ticket)> tickets,
        DateTimeOffset now,
        CancellationToken cancellationToken
    ) =>
        Task.Run<IReadOnlyList<VisitRow>>(
            () =>
            {
                // How many more visits of each are read.
                var left = tickets.Distinct().ToDictionary(asked => asked, _ => VisitPages.MaxPerTicket);
                bool IsKept(VisitRow visit) =>
                    left.TryGetValue((visit.Issuer, visit.Ticket), out var more) && (left[(visit.Issuer, visit.Ticket)] = more - 1) >= 0;
                return
                [
                    .. left
                        .Keys.ToArray()
                        .Chunk(MaxTicketsPerQuery)
                        .SelectMany(chunk =>
                            Read([day], OfTicketsSql(chunk.Length), ValuesOf(chunk, now), Visit, cancellationToken, IsKept)
                        ),
                ];
            },
            cancellationToken
        );

    public async IAsyncEnumerable<IReadOnlyList<VisitRow>> AtFacility(
        Guid facilityId,
        DateTimeOffset from,
        DateTimeOffset to,
        DateTimeOffset now,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        foreach (var day in await Task.Run(() => Days(from, to), cancellationToken))
        {
            (string, object)[] after = [("$at", 0L), ("$slot", 0L), ("$issuer", 0), ("$token", Array.Empty<byte>())];
            List<(VisitRow Row, (string, object)[] Key)> page;
            do
            {
                (string, object)[] values = [.. WindowOf(facilityId, from, to, now), .. after, ("$limit", VisitPages.Size)];
                page = await Task.Run(
                    () => Read([day], AtFacilitySql, values, static row => (Visit(row), KeyOf(row)), cancellationToken),
                    cancellationToken
                );
                after = page is [.., var last] ? last.Key : after;
                yield return [.. page.Select(read => read.Row)];
            } while (page.Count == VisitPages.Size);
        }
    }

    public async IAsyncEnumerable<IReadOnlyList<PaperVisit>> PaperAtFacility(
        Guid facilityId,
        DateTimeOffset from,
        DateTimeOffset to,
        DateTimeOffset now,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        foreach (var day in await Task.Run(() => Days(from, to), cancellationToken))
        {
            (string, object)[] after = [("$at", 0L), ("$device", Array.Empty<byte>()), ("$scan", Array.Empty<byte>())];
            List<PaperVisit> page;
            do
            {
                (string, object)[] values = [.. WindowOf(facilityId, from, to, now), .. after, ("$limit", VisitPages.PaperSize)];
                page = await Task.Run(() => Read([day], PaperSql, values, Paper, cancellationToken), cancellationToken);
                if (page is [.., var last])
                {
                    after =
                    [
                        ("$at", SqliteValues.Milliseconds(last.EnteredAt)),
                        ("$device", SqliteValues.Bytes(last.DeviceId)),
                        ("$scan", SqliteValues.Bytes(last.ScanId)),
                    ];
                }
                yield return page;
            } while (page.Count == VisitPages.PaperSize);
        }
    }

    // The entry can be a few seconds before or after the day of its slot.
    private List<KoreanDay> Days(DateTimeOffset from, DateTimeOffset to)
    {
        var first = KoreanDay.Of(from.AddMinutes(-1));
        var last = KoreanDay.Of(to.AddMinutes(1));
        return [.. files.Days().Where(day => first <= day && day <= last)];
    }

    private List<T> Read<T>(
        IEnumerable<KoreanDay> days,
        string sql,
        (string, object)[] values,
        Func<SqliteDataReader, T> row,
        CancellationToken cancellationToken,
        Func<T, bool>? isKept = null
    )
    {
        var result = new List<T>();
        foreach (var day in days)
        {
            cancellationToken.ThrowIfCancellationRequested();
            using var connection = files.Reader(day);
            using var command = connection?.Command(sql, values);
            using var reader = command?.ExecuteReader();
            while (reader is not null && reader.Read())
            {
                var read = row(reader);
                if (isKept is null || isKept(read))
                {
                    result.Add(read);
                }
            }
        }
        return result;
    }

    private static string OfTicketsSql(int count) =>
        $"""
            SELECT v.issuer, v.slot, v.pseudonym, v.facility_id, v.entered_at_ms, v.device_id, v.received_at_us
            FROM visit v
            WHERE v.pseudonym IN ({string.Join(
                ", ",
                Enumerable.Range(0, count).Select(Name)
            )}) AND v.entered_at_ms > $oldest AND {NotVoided}
            """;

    private static (string, object)[] ValuesOf((ushort Issuer, Ticket Ticket)[] tickets, DateTimeOffset now) =>
        [
            ("$oldest", SqliteValues.Milliseconds(RetentionRule.UnreadableUpTo(now))),
            .. tickets.Select((p, i) => (Name(i), (object)SqliteValues.Bytes(p.Ticket.Value))),
        ];

    private static string Name(int number) => "$p" + number.ToString(System.Globalization.CultureInfo.InvariantCulture);

    private static (string, object)[] WindowOf(Guid facilityId, DateTimeOffset from, DateTimeOffset to, DateTimeOffset now) =>
        [
            ("$facility", SqliteValues.Bytes(facilityId)),
            ("$from", SqliteValues.Milliseconds(from)),
            ("$to", SqliteValues.Milliseconds(to)),
            ("$oldest", SqliteValues.Milliseconds(RetentionRule.UnreadableUpTo(now))),
        ];

    private static VisitRow Visit(SqliteDataReader row) =>
        new(
            (ushort)row.GetInt32(0),
            KoreanDay.OfUnixSeconds(row.GetInt64(1)),
            new Ticket(row.Id(2)),
            row.Id(3),
            row.FromMilliseconds(4),
            row.Id(5),
            row.FromMicroseconds(6)
        );

    private static (string, object)[] KeyOf(SqliteDataReader row) =>
        [("$at", row.GetInt64(4)), ("$slot", row.GetInt64(1)), ("$issuer", row.GetInt32(0)), ("$token", SqliteValues.Bytes(row.Id(7)))];

    private static PaperVisit Paper(SqliteDataReader row) =>
        new(row.Id(0), row.Id(1), row.Id(2), row.GetString(3), row.FromMilliseconds(4), row.FromMicroseconds(5));
}
