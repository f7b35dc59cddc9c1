namespace KiPass.Grains.Visits.Stores.Sqlite;

internal sealed partial class SqliteVisitReader
{
    private const string HourMilliseconds = "3600000";

    private const string CountSql = $"""
        SELECT entered_at_ms / {HourMilliseconds}, count(*) FROM visit v WHERE {Window} AND {NotVoided} GROUP BY 1
        UNION ALL
        SELECT entered_at_ms / {HourMilliseconds}, count(*) FROM paper WHERE {Window} GROUP BY 1
        """;

    private const string DevicesSql = $"""
        SELECT device_id, entered_at_ms / {HourMilliseconds}, count(*), sum(received_at_us / 1000 - entered_at_ms > $late)
        FROM visit v WHERE {Window} AND {NotVoided} GROUP BY 1, 2
        UNION ALL
        SELECT device_id, entered_at_ms / {HourMilliseconds}, count(*), sum(received_at_us / 1000 - entered_at_ms > $late)
        FROM paper WHERE {Window} GROUP BY 1, 2
        """;

    private const string OldestSql = """
        SELECT min(entered) FROM (SELECT min(entered_at_ms) AS entered FROM visit UNION ALL SELECT min(entered_at_ms) FROM paper)
        """;

    public Task<IReadOnlyList<HourCount>> CountByHour(
        Guid facilityId,
        DateTimeOffset from,
        DateTimeOffset to,
        DateTimeOffset now,
        CancellationToken cancellationToken
    ) =>
        Task.Run<IReadOnlyList<HourCount>>(
            () =>
                [
                    .. Read(
                            Days(from, to),
                            CountSql,
                            WindowOf(facilityId, from, to, now),
                            static row => (Hour: row.GetInt64(0), Count: row.GetInt32(1)),
                            cancellationToken
                        )
                        .GroupBy(row => row.Hour)
                        .OrderBy(hour => hour.Key)
                        .Select(hour => new HourCount(DateTimeOffset.UnixEpoch.AddHours(hour.Key), hour.Sum(row => row.Count))),
                ],
            cancellationToken
        );

    public Task<IReadOnlyList<DeviceHourCount>> CountByDevice(
        Guid facilityId,
        DateTimeOffset from,
        DateTimeOffset to,
        DateTimeOffset now,
        CancellationToken cancellationToken
    ) =>
        Task.Run<IReadOnlyList<DeviceHourCount>>(
            () =>
                Read(
                    Days(from, to),
                    DevicesSql,
                    [.. WindowOf(facilityId, from, to, now), ("$late", (long)ScanTime.OldestAtDoor.TotalMilliseconds)],
                    static row => new DeviceHourCount(
                        row.Id(0),
                        DateTimeOffset.UnixEpoch.AddHours(row.GetInt64(1)),
                        row.GetInt32(2),
                        row.GetInt32(3)
                    ),
                    cancellationToken
                ),
            cancellationToken
        );

    public Task<DateTimeOffset?> OldestHeld(CancellationToken cancellationToken) =>
        Task.Run<DateTimeOffset?>(
            () =>
            {
                foreach (var day in files.Days())
                {
                    var oldest = Read(
                        [day],
                        OldestSql,
                        [],
                        static row => row.IsDBNull(0) ? (DateTimeOffset?)null : row.FromMilliseconds(0),
                        cancellationToken
                    );
                    if (oldest is [{ } found])
                    {
                        return found;
                    }
                }
                return null;
            },
            cancellationToken
        );
}
