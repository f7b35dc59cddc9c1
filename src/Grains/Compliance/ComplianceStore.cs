using System.Data.Common;
using System.Globalization;
using KiPass.Contracts.Access;
using KiPass.Contracts.Compliance;
using KiPass.Contracts.Policy;
using KiPass.Grains.Database;
using KiPass.Grains.Facilities.Directory;
using KiPass.Tokens;

namespace KiPass.Grains.Compliance;

/// <summary>The number of facilities to which the same rules apply.</summary>
/// <param name="Profile">Their common profile, without an id.</param>
/// <param name="SignedUp">Number of facilities.</param>
/// <param name="Quiet">Of these, active for at least 7 days and without an entry in the last 7 days.</param>
internal sealed record FacilityGroup(ObligationProfile Profile, int SignedUp, int Silent);

/// <summary>Number of venues of a district and type that have not signed up.</summary>
internal sealed record VenueGroup(string District, string Type, int Invited, int Missing);

/// <summary>Reads the data for the compliance figures, and stores their history.</summary>
internal sealed class ComplianceStore(DirectorySource source)
{
    private const string InRegion = "d.district >= @from AND d.district < @beyond";

    private const string SilentSql = "d.stage = 2 AND d.activated_ms <= @opened AND (a.last_day IS NULL OR a.last_day < @since)";

    private const string VenuesSql = """
        SELECT d.district, d.type, sum(CASE WHEN d.invited_ms IS NULL THEN 0 ELSE 1 END), sum(CASE WHEN d.invited_ms IS NULL THEN 1 ELSE 0 END)
        FROM venue d
        WHERE d.facility_id IS NULL AND d.district >= @from AND d.district < @beyond
        GROUP BY d.district, d.type
        """;

    private const string PutDaySql = """
        INSERT INTO compliance_day (day, district, type, signed_up, mandatory, silent, invited, missing)
        VALUES (@day, @district, @type, @signedUp, @mandatory, @silent, @invited, @missing)
        ON CONFLICT (day, district, type) DO UPDATE SET signed_up = excluded.signed_up, mandatory = excluded.mandatory,
            silent = excluded.silent, invited = excluded.invited, missing = excluded.missing
        """;

    private const string TrendSql = """
        SELECT day, sum(signed_up), sum(mandatory), sum(silent), sum(invited), sum(missing)
        FROM compliance_day d
        WHERE day > @after AND d.district >= @from AND d.district < @beyond
        GROUP BY day ORDER BY day
        """;

    private const string ActiveSql = """
        INSERT INTO facility_activity (facility_id, last_day) VALUES (@id, @day)
        ON CONFLICT (facility_id) DO UPDATE SET last_day = excluded.last_day WHERE facility_activity.last_day < excluded.last_day
        """;

    /// <summary>Groups of submitted, active and suspended facilities.</summary>
    /// <param name="thresholds">Capacities from which a rule applies, ascending.</param>
    public async Task<IReadOnlyList<FacilityGroup>> Facilities(
        Jurisdiction region,
        KoreanDay today,
        IReadOnlyList<int> thresholds,
        CancellationToken cancellationToken
    )
    {
        var bucket = string.Concat(
            thresholds.Select(least => string.Create(CultureInfo.InvariantCulture, $" + CASE WHEN d.capacity >= {least} THEN 1 ELSE 0 END"))
        );
        await using var connection = await source.Open(cancellationToken);
        await using var command = connection.Command(
            $"""
            SELECT d.district, d.type, d.indoor, d.standing, 0{bucket} AS bucket, count(*), sum(CASE WHEN {SilentSql} THEN 1 ELSE 0 END)
            FROM facility_directory d LEFT JOIN facility_activity a ON a.facility_id = d.facility_id
            WHERE d.revision > 0 AND d.stage BETWEEN 1 AND 3 AND {InRegion}
            GROUP BY d.district, d.type, d.indoor, d.standing, bucket
            """,
            Parameters(region, today)
        );
        return await command.Read(
            reader =>
            {
                var step = reader.GetInt32(4);
                var capacity = step == 0 ? 0 : thresholds[step - 1];
                var profile = new ObligationProfile(
                    null,
                    reader.GetString(1),
                    reader.GetString(0),
                    capacity,
                    reader.GetBoolean(2),
                    reader.GetBoolean(3)
                );
                return new FacilityGroup(profile, Count(reader, 5), Count(reader, 6));
            },
            cancellationToken
        );
    }

    /// <summary>Individual facilities as groups of one, for those named by an order or an exemption.</summary>
    public async Task<IReadOnlyList<FacilityGroup>> Singles(
        IReadOnlyList<Guid> ids,
        Jurisdiction region,
        KoreanDay today,
        CancellationToken cancellationToken
    )
    {
        var found = new List<FacilityGroup>();
        await using var connection = await source.Open(cancellationToken);
        foreach (var chunk in ids.Chunk(500))
        {
            await using var command = connection.Command(
                $"""
                SELECT d.facility_id, d.district, d.type, d.indoor, d.standing, d.capacity, CASE WHEN {SilentSql} THEN 1 ELSE 0 END
                FROM facility_directory d LEFT JOIN facility_activity a ON a.facility_id = d.facility_id
                WHERE d.revision > 0 AND d.stage BETWEEN 1 AND 3 AND {InRegion} AND d.facility_id IN ({DbCommandExtensions.ParameterNames(
                    chunk.Length
                )})
                """,
                [.. Parameters(region, today), .. chunk.Select((id, i) => ($"@v{i}", (object?)id))]
            );
            found.AddRange(
                await command.Read(
                    reader => new FacilityGroup(
                        new ObligationProfile(
                            reader.GetGuid(0),
                            reader.GetString(2),
                            reader.GetString(1),
                            reader.GetInt32(5),
                            reader.GetBoolean(3),
                            reader.GetBoolean(4)
                        ),
                        1,
                        reader.GetInt32(6)
                    ),
                    cancellationToken
                )
            );
        }
        return found;
    }

    public async Task<IReadOnlyList<VenueGroup>> Venues(Jurisdiction region, CancellationToken cancellationToken)
    {
        var (from, beyond) = DirectoryProfiles.Range(region);
        await using var connection = await source.Open(cancellationToken);
        await using var command = connection.Command(VenuesSql, ("@from", from), ("@beyond", beyond));
        return await command.Read(
            reader => new VenueGroup(reader.GetString(0), reader.GetString(1), Count(reader, 2), Count(reader, 3)),
            cancellationToken
        );
    }

    /// <summary>One page of venues or facilities in a state, without evaluating their obligation.</summary>
    public async Task<IReadOnlyList<(ComplianceSubject Subject, ObligationProfile Profile)>> List(
        ComplianceQuery query,
        KoreanDay today,
        CancellationToken cancellationToken
    )
    {
        var ofVenues = query.State is ComplianceState.Missing or ComplianceState.Invited;
        var condition = query.State switch
        {
            ComplianceState.Missing => "d.facility_id IS NULL AND d.invited_ms IS NULL",
            ComplianceState.Invited => "d.facility_id IS NULL AND d.invited_ms IS NOT NULL",
            ComplianceState.Silent => $"d.revision > 0 AND {SilentSql}",
            _ => "d.revision > 0 AND d.stage BETWEEN 1 AND 3",
        };
        var columns = ofVenues
            ? "d.venue_id, d.name, d.type, d.district, d.address, d.phone, d.business_number, d.capacity, 1, 0, NULL, d.invited_ms FROM venue d"
            : "d.facility_id, d.name, d.type, d.district, d.address, d.phone, d.business_number, d.capacity, d.indoor, d.standing, a.last_day, NULL "
                + "FROM facility_directory d LEFT JOIN facility_activity a ON a.facility_id = d.facility_id";
        var id = ofVenues ? "d.venue_id" : "d.facility_id";
        var type = query.Type is null ? "" : " AND d.type = @type";
        var after = query.After is null ? "" : $" AND (d.district > @afterDistrict OR (d.district = @afterDistrict AND {id} > @afterId))";
        await using var connection = await source.Open(cancellationToken);
        await using var command = connection.Command(
            $"SELECT {columns} WHERE {condition} AND {InRegion}{type}{after} ORDER BY d.district, {id} LIMIT @limit",
            [.. Parameters(query.Region, today), ("@limit", query.Limit)]
        );
        if (query.Type is not null)
        {
            command.With(("@type", query.Type));
        }
        if (query.After is { } cursor)
        {
            command.With(("@afterDistrict", cursor.District), ("@afterId", cursor.Id));
        }
        return await command.Read(reader => Subject(reader, ofVenues), cancellationToken);
    }

    public async Task PutDay(KoreanDay day, IEnumerable<ComplianceRow> rows, CancellationToken cancellationToken)
    {
        await using var connection = await source.Open(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await using var command = connection.Command(PutDaySql);
        command.Transaction = transaction;
        foreach (var row in rows)
        {
            command.Parameters.Clear();
            command.With(
                ("@day", day.Number),
                ("@district", row.District),
                ("@type", row.Type),
                ("@signedUp", row.SignedUp),
                ("@mandatory", row.Mandatory),
                ("@silent", row.Silent),
                ("@invited", row.Invited),
                ("@missing", row.Missing)
            );
            await command.ExecuteNonQueryAsync(cancellationToken);
        }
        await transaction.CommitAsync(cancellationToken);
    }

    public async Task<IReadOnlyList<ComplianceDay>> Trend(Jurisdiction region, KoreanDay after, CancellationToken cancellationToken)
    {
        var (from, beyond) = DirectoryProfiles.Range(region);
        await using var connection = await source.Open(cancellationToken);
        await using var command = connection.Command(TrendSql, ("@after", after.Number), ("@from", from), ("@beyond", beyond));
        return await command.Read(
            reader => new ComplianceDay(
                new KoreanDay(reader.GetInt32(0)).Date,
                new ComplianceRow("", "", Count(reader, 1), Count(reader, 2), Count(reader, 3), Count(reader, 4), Count(reader, 5))
            ),
            cancellationToken
        );
    }

    /// <summary>Records that these facilities had entries on a day.</summary>
    public async Task PutActive(KoreanDay day, IReadOnlyCollection<Guid> facilities, CancellationToken cancellationToken)
    {
        await using var connection = await source.Open(cancellationToken);
        foreach (var chunk in facilities.Chunk(1000))
        {
            await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
            await using var command = connection.Command(ActiveSql);
            command.Transaction = transaction;
            foreach (var facility in chunk)
            {
                command.Parameters.Clear();
                command.With(("@id", facility), ("@day", day.Number));
                await command.ExecuteNonQueryAsync(cancellationToken);
            }
            await transaction.CommitAsync(cancellationToken);
        }
    }

    private static (string, object?)[] Parameters(Jurisdiction region, KoreanDay today)
    {
        var (from, beyond) = DirectoryProfiles.Range(region);
        var since = today - (IComplianceGrain.SilentDays - 1);
        return [("@from", from), ("@beyond", beyond), ("@since", since.Number), ("@opened", since.Start.ToUnixTimeMilliseconds())];
    }

    private static (ComplianceSubject, ObligationProfile) Subject(DbDataReader reader, bool isVenue)
    {
        var subject = new ComplianceSubject(
            reader.GetGuid(0),
            isVenue,
            reader.GetString(1),
            reader.GetString(2),
            reader.GetString(3),
            reader.GetString(4),
            reader.GetString(5),
            reader.GetString(6),
            ObligationKind.Voluntary,
            reader.IsDBNull(10) ? null : new KoreanDay(reader.GetInt32(10)).Date,
            isVenue ? reader.MaybeTime(11) : null
        );
        var profile = new ObligationProfile(
            isVenue ? null : subject.Id,
            subject.Type,
            subject.District,
            reader.GetInt32(7),
            isVenue || reader.GetBoolean(8),
            !isVenue && reader.GetBoolean(9)
        );
        return (subject, profile);
    }

    private static int Count(DbDataReader reader, int column) => Convert.ToInt32(reader.GetValue(column), CultureInfo.InvariantCulture);
}
