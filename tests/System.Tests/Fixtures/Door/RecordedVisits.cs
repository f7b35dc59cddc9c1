using KiPass.SystemTests.Door;
using Microsoft.Data.Sqlite;

namespace KiPass.SystemTests.Fixtures;

/// <summary>What the register has on disk: the visits that count, by scan id, read past its API.</summary>
internal static class RecordedVisits
{
    /// <summary>Scan ids of the visits that are recorded and not voided, among those asked for; one recorded twice stands twice.</summary>
    public static IReadOnlyList<Guid> Among(string data, IEnumerable<Guid> scanIds)
    {
        var wanted = scanIds.ToHashSet();
        var found = new List<Guid>();
        foreach (var file in Directory.EnumerateFiles(Path.Combine(data, "register", "visits"), "*.db"))
        {
            using var connection = new SqliteConnection($"Data Source={file};Mode=ReadOnly;Pooling=False");
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText =
                "SELECT scan_id FROM visit WHERE (slot, issuer, token_id) NOT IN (SELECT slot, issuer, token_id FROM voided)";
            using var rows = command.ExecuteReader();
            while (rows.Read())
            {
                var scanId = new Guid((byte[])rows[0], bigEndian: true);
                if (wanted.Contains(scanId))
                {
                    found.Add(scanId);
                }
            }
        }
        return found;
    }
}
