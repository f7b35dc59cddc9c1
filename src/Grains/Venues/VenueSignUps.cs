using System.Data.Common;
using KiPass.Contracts.Facilities;
using KiPass.Contracts.Venues;
using KiPass.Grains.Database;
using KiPass.Grains.Facilities.Directory;

namespace KiPass.Grains.Venues;

/// <summary>Matches a facility with its venue when the facility's row in the directory changes, in the same transaction.</summary>
internal sealed class VenueSignUps : IDirectoryObserver
{
    private const string InvitedSql = """
        UPDATE venue SET facility_id = @id, match_kind = 4, match_score = 100
        WHERE facility_id IS NULL AND venue_id IN (SELECT venue_id FROM venue_invitation WHERE facility_id = @id)
        """;

    private const string RecognisedSql = """
        UPDATE venue SET facility_id = @id, match_score = 100, match_kind = CASE WHEN business_number = @number THEN 1 ELSE 2 END
        WHERE venue_id = (
            SELECT venue_id FROM venue
            WHERE facility_id IS NULL AND (other_facility IS NULL OR other_facility <> @id)
                AND ((business_number = @number AND business_number <> '') OR place_key = @place)
            ORDER BY CASE WHEN business_number = @number THEN 0 ELSE 1 END, venue_id
            LIMIT 1
        ) AND NOT EXISTS (SELECT 1 FROM venue WHERE facility_id = @id)
        """;

    private const string GoneSql = "UPDATE venue SET facility_id = NULL, match_kind = 0, match_score = 0 WHERE facility_id = @id";

    public async Task RowChanged(DbConnection connection, DbTransaction transaction, DirectoryRow row, CancellationToken cancellationToken)
    {
        if (row.State.Stage is FacilityState.Draft)
        {
            return;
        }
        var facts = row.State.Facts;
        var statements = row.State.Stage == FacilityState.Closed ? [GoneSql] : (string[])[InvitedSql, RecognisedSql];
        foreach (var sql in statements)
        {
            await using var command = connection.Command(sql, ("@id", row.FacilityId));
            if (sql == RecognisedSql)
            {
                command.With(
                    ("@number", SearchText.NumberOf(facts)),
                    ("@place", VenueKeys.PlaceKey(facts.District, facts.Name, facts.Address))
                );
            }
            command.Transaction = transaction;
            await command.ExecuteNonQueryAsync(cancellationToken);
        }
    }
}
