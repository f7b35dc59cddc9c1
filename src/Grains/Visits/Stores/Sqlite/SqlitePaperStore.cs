namespace KiPass.Grains.Visits.Stores.Sqlite;

/// <summary>Appends paper visits within their quotas.</summary>
internal static class SqlitePaperStore
{
    private const string HolderSql = "SELECT entered_at_ms FROM paper WHERE device_id = $device AND scan_id = $scan";

    private const string UseSql = """
        SELECT count(*) FILTER (WHERE device_id = $device AND received_at_us > $hour),
            min(received_at_us) FILTER (WHERE device_id = $device AND received_at_us > $hour),
            count(*) FILTER (WHERE device_id = $device),
            min(received_at_us) FILTER (WHERE device_id = $device),
            count(*),
            min(received_at_us)
        FROM paper
        WHERE facility_id = $facility AND received_at_us > $day
        """;

    private const string InsertSql = """
        INSERT INTO paper (device_id, scan_id, facility_id, sealed, entered_at_ms, received_at_us)
        VALUES ($device, $scan, $facility, $sealed, $entered, $received)
        """;

    /// <summary>Stores a visit, finds the same visit stored before, or reports that a quota is used up. Requires <see cref="VisitFiles.Writing"/>.</summary>
    public static Recording Append(VisitFiles files, PaperVisit visit)
    {
        var connection = files.Writer(visit.Day);
        (string, object)[] key = [("$device", SqliteValues.Bytes(visit.DeviceId)), ("$scan", SqliteValues.Bytes(visit.ScanId))];
        using (var holder = connection.Command(HolderSql, key))
        using (var reader = holder.ExecuteReader())
        {
            if (reader.Read())
            {
                return Recordings.Found(visit.ScanId, visit.DeviceId, reader.FromMilliseconds(0));
            }
        }
        var wait = PaperQuota.Wait(Use(files, visit), visit.ReceivedAt);
        if (wait > TimeSpan.Zero)
        {
            return Recordings.QuotaReached(wait);
        }
        using var insert = connection.Command(
            InsertSql,
            [
                .. key,
                ("$facility", SqliteValues.Bytes(visit.FacilityId)),
                ("$sealed", visit.Sealed),
                ("$entered", SqliteValues.Milliseconds(visit.EnteredAt)),
                ("$received", SqliteValues.Microseconds(visit.ReceivedAt)),
            ]
        );
        insert.ExecuteNonQuery();
        return Recordings.Stored(visit);
    }

    private static PaperUse Use(VisitFiles files, PaperVisit visit)
    {
        var now = visit.ReceivedAt;
        var (first, last) = PaperQuota.DaysAround(now);
        var use = new PaperUse(0, DateTimeOffset.MaxValue, 0, DateTimeOffset.MaxValue, 0, DateTimeOffset.MaxValue);
        foreach (var day in files.Days().Where(day => day >= first && day <= last))
        {
            using var connection = files.Reader(day);
            using var command = connection?.Command(
                UseSql,
                ("$device", SqliteValues.Bytes(visit.DeviceId)),
                ("$facility", SqliteValues.Bytes(visit.FacilityId)),
                ("$hour", SqliteValues.Microseconds(now - PaperQuota.Hour)),
                ("$day", SqliteValues.Microseconds(now - PaperQuota.Day))
            );
            using var reader = command?.ExecuteReader();
            if (reader?.Read() == true)
            {
                use = new PaperUse(
                    use.OfDevice + reader.GetInt32(0),
                    Earlier(use.OldestOfDevice, reader, 1),
                    use.OfDeviceInDay + reader.GetInt32(2),
                    Earlier(use.OldestOfDeviceInDay, reader, 3),
                    use.OfFacility + reader.GetInt32(4),
                    Earlier(use.OldestOfFacility, reader, 5)
                );
            }
        }
        return use;
    }

    private static DateTimeOffset Earlier(DateTimeOffset known, Microsoft.Data.Sqlite.SqliteDataReader reader, int column) =>
        !reader.IsDBNull(column) && reader.FromMicroseconds(column) is var found && found < known ? found : known;
}
