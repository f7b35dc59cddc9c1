using System.Data.Common;
using KiPass.Contracts.Venues;
using KiPass.Grains.Database;
using KiPass.Grains.Facilities.Directory;

namespace KiPass.Grains.Venues;

/// <summary>Individual venues: their matches, invitations and contacts.</summary>
internal sealed class VenueStore(DirectorySource source)
{
    private const string ContactsSql = """
        SELECT contact_id, kind, day, note, made_by, entered_ms FROM venue_contact
        WHERE subject_id = @subject ORDER BY entered_ms DESC, contact_id LIMIT @limit
        """;

    private const string AddContactSql = """
        INSERT INTO venue_contact (contact_id, subject_id, day, kind, note, made_by, entered_ms)
        VALUES (@id, @subject, @day, @kind, @note, @by, @now)
        ON CONFLICT (contact_id) DO NOTHING
        """;

    private const string InviteSql = """
        INSERT INTO venue_invitation (code_hash, venue_id, made_by, made_ms, until_ms) VALUES (@hash, @venue, @by, @now, @until)
        """;

    private const string InvitedSql = $"""
        SELECT {VenueSql.Columns}, i.account_id, i.facility_id
        FROM venue_invitation i JOIN venue v ON v.venue_id = i.venue_id
        WHERE i.code_hash = @hash AND (i.until_ms > @now OR i.account_id IS NOT NULL)
        """;

    private const string UseSql = """
        UPDATE venue_invitation SET account_id = @account, facility_id = @facility
        WHERE code_hash = @hash AND account_id IS NULL AND until_ms > @now
        """;

    private const string SettleSql = """
        UPDATE venue SET facility_id = @facility, match_kind = 5, match_score = 100, other_facility = NULL WHERE venue_id = @venue
        """;

    private const string PartSql = """
        UPDATE venue SET facility_id = NULL, match_kind = 0, match_score = 0, other_facility = @facility
        WHERE venue_id = @venue AND facility_id = @facility
        """;

    /// <summary>A venue by its id or by the id of its facility.</summary>
    public Task<LicensedVenue?> Find(Guid venueOrFacilityId, CancellationToken cancellationToken) =>
        One($"SELECT {VenueSql.Columns} FROM venue v WHERE v.venue_id = @id OR v.facility_id = @id", venueOrFacilityId, cancellationToken);

    /// <summary>The venues with these ids, unsorted.</summary>
    public async Task<IReadOnlyList<LicensedVenue>> ByIds(IReadOnlyList<Guid> ids, CancellationToken cancellationToken)
    {
        await using var connection = await source.Open(cancellationToken);
        await using var command = connection.Command(
            $"SELECT {VenueSql.Columns} FROM venue v WHERE v.venue_id IN ({DbCommandExtensions.ParameterNames(ids.Count)})",
            [.. ids.Select((id, i) => ($"@v{i}", (object?)id))]
        );
        return await command.Read(VenueSql.Venue, cancellationToken);
    }

    public Task Settle(Guid venueId, Guid facilityId, bool same, CancellationToken cancellationToken) =>
        Execute(same ? SettleSql : PartSql, cancellationToken, ("@venue", venueId), ("@facility", facilityId));

    /// <summary>Stores invitations by the hashes of their codes; deletes earlier unused invitations of the same venues.</summary>
    public async Task Invite(
        IReadOnlyList<(Guid VenueId, string Hash)> invitations,
        string by,
        DateTimeOffset now,
        DateTimeOffset until,
        CancellationToken cancellationToken
    )
    {
        await using var connection = await source.Open(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        foreach (var (venue, hash) in invitations)
        {
            (string, object?)[] values =
            [
                ("@venue", venue),
                ("@hash", hash),
                ("@by", by),
                ("@now", now.ToUnixTimeMilliseconds()),
                ("@until", until.ToUnixTimeMilliseconds()),
            ];
            foreach (
                var (sql, used) in new[]
                {
                    ("DELETE FROM venue_invitation WHERE venue_id = @venue AND account_id IS NULL", values[..1]),
                    (InviteSql, values),
                    ("UPDATE venue SET invited_ms = @now WHERE venue_id = @venue", [values[0], values[3]]),
                }
            )
            {
                await using var command = connection.Command(sql, used);
                command.Transaction = transaction;
                await command.ExecuteNonQueryAsync(cancellationToken);
            }
        }
        await transaction.CommitAsync(cancellationToken);
    }

    /// <summary>The venue that a code invites, and who has used it; null when the code is unknown or has expired.</summary>
    public async Task<(LicensedVenue Venue, string? AccountId, Guid? FacilityId)?> Invited(
        string hash,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        await using var connection = await source.Open(cancellationToken);
        await using var command = connection.Command(InvitedSql, ("@hash", hash), ("@now", now.ToUnixTimeMilliseconds()));
        return (
            await command.Read(
                reader =>
                    ((LicensedVenue, string?, Guid?)?)
                        (
                            VenueSql.Venue(reader),
                            reader.IsDBNull(14) ? null : reader.GetString(14),
                            reader.IsDBNull(15) ? null : reader.GetGuid(15)
                        ),
                cancellationToken
            )
        ).FirstOrDefault();
    }

    /// <summary>Uses up a code. If two callers try, only one gets true.</summary>
    public async Task<bool> Use(string hash, string accountId, Guid facilityId, DateTimeOffset now, CancellationToken cancellationToken) =>
        await Execute(
            UseSql,
            cancellationToken,
            ("@hash", hash),
            ("@account", accountId),
            ("@facility", facilityId),
            ("@now", now.ToUnixTimeMilliseconds())
        ) == 1;

    public async Task<IReadOnlyList<VenueContact>> Contacts(Guid subjectId, int limit, CancellationToken cancellationToken)
    {
        await using var connection = await source.Open(cancellationToken);
        await using var command = connection.Command(ContactsSql, ("@subject", subjectId), ("@limit", limit));
        return await command.Read(
            reader => new VenueContact(
                reader.GetGuid(0),
                (VenueContactKind)reader.GetInt32(1),
                VenueSql.Day(reader.GetInt32(2)),
                reader.GetString(3),
                reader.GetString(4),
                reader.Time(5)
            ),
            cancellationToken
        );
    }

    public Task AddContact(Guid subjectId, VenueContact contact, CancellationToken cancellationToken) =>
        Execute(
            AddContactSql,
            cancellationToken,
            ("@id", contact.Id),
            ("@subject", subjectId),
            ("@day", VenueSql.DayNumber(contact.Day)),
            ("@kind", (int)contact.Kind),
            ("@note", contact.Note),
            ("@by", contact.By),
            ("@now", contact.EnteredAt.ToUnixTimeMilliseconds())
        );

    private async Task<LicensedVenue?> One(string sql, Guid id, CancellationToken cancellationToken)
    {
        await using var connection = await source.Open(cancellationToken);
        await using var command = connection.Command(sql, ("@id", id));
        return (await command.Read(VenueSql.Venue, cancellationToken)).FirstOrDefault();
    }

    private async Task<int> Execute(string sql, CancellationToken cancellationToken, params (string, object?)[] values)
    {
        await using var connection = await source.Open(cancellationToken);
        await using var command = connection.Command(sql, values);
        return await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
