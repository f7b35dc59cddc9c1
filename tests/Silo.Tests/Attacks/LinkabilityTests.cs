using System.Data.Common;
using System.Security.Cryptography;
using KiPass.Grains.Database;
using KiPass.Grains.Hosting;
using KiPass.Grains.Visits;
using KiPass.Testing;
using KiPass.Tokens;
using KiPass.Tokens.Passes;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace KiPass.Silo.Tests.Attacks;

/// <summary>A thief of everything that the register holds tries to find two entries of one person.</summary>
public sealed class LinkabilityTests
{
    private const int Visitors = 1_000;
    private const int EntriesEach = 10;

    // Place and time, which visitors share with strangers.
    private static readonly string[] Shared =
    [
        "slot",
        "issuer",
        "facility_id",
        "device_id",
        "entered_at",
        "entered_at_ms",
        "received_at",
        "received_at_us",
    ];

    [Theory, InlineData(Store.Sqlite), InlineData(Store.Postgres)]
    [Attack("A thief of the register's store links two entries of one person")]
    public async Task Nobody_links_two_entries_of_a_person_by_what_the_register_holds(Store store)
    {
        await using var register = await RegisterUnderTest.Start(store);
        var device = await register.NewDevice();
        var visitors = Enumerable.Range(0, Visitors).Select(_ => BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(8))).ToList();
        var scans = register.Get<ScanService>();
        for (var n = 0; n < EntriesEach; n++)
        {
            var at = register.Now;
            await Task.WhenAll(
                visitors.Select(async visitor =>
                {
                    Assert.Equal(ScanStatus.Accepted, scans.Open(register.Issuer.PassOf(visitor, n, at), out var pass));
                    var scan = new Scan(device.FacilityId, device.DeviceId, Guid.NewGuid(), at, at);
                    Assert.Equal(ScanStatus.Accepted, (await scans.Judge(pass, scan, ScanTime.OldestAtDoor)).Status);
                })
            );
        }
        var rows = await Rows(register);
        await register.Stop();

        Assert.Equal(Visitors * EntriesEach, rows.Count);
        foreach (var column in rows[0].Keys.Except(Shared))
        {
            Assert.Equal(rows.Count, rows.Select(row => row[column]).Distinct().Count());
        }
        var tickets = visitors.SelectMany(visitor =>
            Enumerable.Range(0, EntriesEach).Select(n => register.Issuer.TicketOf(visitor, n, register.Now))
        );
        Assert.Equal(tickets.Select(ticket => ticket.Value.ToString("N")).ToHashSet(), rows.Select(row => row["pseudonym"]).ToHashSet());
        foreach (var file in Directory.EnumerateFiles(register.Folder.Path, "*", SearchOption.AllDirectories))
        {
            var bytes = await File.ReadAllBytesAsync(file);
            Assert.DoesNotContain(visitors, visitor => bytes.AsSpan().IndexOf(BitConverter.GetBytes(visitor)) >= 0);
        }
    }

    private static async Task<List<Dictionary<string, string>>> Rows(RegisterUnderTest register)
    {
        var options = register.Get<RegisterOptions>();
        var rows = new List<Dictionary<string, string>>();
        if (options.Postgres is { } postgres)
        {
            await Read(new NpgsqlConnection(postgres.Owner), "SELECT * FROM visits.visit", rows);
            return rows;
        }
        foreach (var file in Directory.EnumerateFiles(Path.Combine(options.Data, "visits"), "*.db"))
        {
            await Read(new SqliteConnection($"Data Source={file};Mode=ReadOnly;Pooling=false"), "SELECT * FROM visit", rows);
        }
        return rows;
    }

    private static async Task Read(DbConnection connection, string sql, List<Dictionary<string, string>> rows)
    {
        await using (connection)
        {
            await connection.OpenAsync();
            await using var command = connection.CreateCommand();
            command.CommandText = sql;
            await using var reader = await command.ExecuteReaderAsync();
            while (await reader.ReadAsync())
            {
                rows.Add(Enumerable.Range(0, reader.FieldCount).ToDictionary(reader.GetName, i => Text(reader.GetValue(i))));
            }
        }
    }

    private static string Text(object value) =>
        value switch
        {
            byte[] bytes => Convert.ToHexStringLower(bytes),
            Guid id => id.ToString("N"),
            _ => $"{value}",
        };
}
