using System.Diagnostics;
using System.Text;
using System.Text.Json;
using KiPass.SystemTests.Visits;
using KiPass.Testing;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace KiPass.SystemTests.Seam;

/// <summary>
/// Goal: no single party can tell who was where. Method: run the demo, scan, and search every file and table of each domain for data that
/// only another domain may know.
/// </summary>
public sealed class StoreSeamTests
{
    [Theory]
    [InlineData("SQLite")]
    [InlineData("PostgreSQL")]
    public async Task The_register_and_portals_store_no_visitor_and_the_issuer_stores_no_facility(string store)
    {
        await using var postgres = store == "PostgreSQL" ? await PostgresServer.StartAsync() : null;
        using var folder = new TemporaryFolder();
        List<string> people;
        List<byte[]> visitorIds;
        List<Guid> places;
        List<string> visits;
        await using (var stack = await KiPassStack.Start(demo: true, postgres?.Url, folder.Path))
        {
            var demo = stack.Demo;
            places = await Scan(stack, demo);
            people = [.. demo.GetProperty("visitors").EnumerateArray().SelectMany(v => Written(Text(v, "phone")).Prepend(Text(v, "name")))];
            visitorIds = await VisitorIds(folder["issuer"], postgres);
            places.AddRange(demo.GetProperty("facilities").EnumerateArray().Select(f => f.GetProperty("id").GetGuid()));
            visits = [.. demo.GetProperty("facilities").EnumerateArray().Select(f => Text(f, "name"))];
        }
        Assert.True(people.Count >= 600 && visitorIds.Count >= 200 && places.Count > 12, "The demo seeded too little to search for.");

        var identity = people.Distinct().Select(Encoding.UTF8.GetBytes).Concat(visitorIds.SelectMany(Written)).ToList();
        foreach (var domain in new[] { "register", "owners", "authority" })
        {
            Assert.Empty(Found(await Everything(folder[domain], postgres, $"kipass_{domain}"), identity));
        }
        var location = visits
            .Select(Encoding.UTF8.GetBytes)
            .Concat(places.SelectMany(p => Written(p.ToByteArray(bigEndian: true))))
            .ToList();
        Assert.Empty(Found(await Everything(folder["issuer"], postgres, "kipass_issuer"), location));

        // The search itself must be able to find: the issuer's store holds the visitor ids, the register's the facilities.
        Assert.NotEmpty(Found(await Everything(folder["issuer"], postgres, "kipass_issuer"), [.. visitorIds.SelectMany(Written)]));
        Assert.NotEmpty(Found(await Everything(folder["register"], postgres, "kipass_register"), location));
    }

    private static async Task<List<Guid>> Scan(KiPassStack stack, JsonElement demo)
    {
        var code = demo.GetProperty("facilities").EnumerateArray().First(f => f.GetProperty("pairingCodes").GetArrayLength() > 0);
        using var device = await ScannerDevice.Pair(stack.Register, code.GetProperty("pairingCodes")[0].GetString()!);
        var scans = new List<Guid>();
        foreach (var visitor in demo.GetProperty("visitors").EnumerateArray().Take(20))
        {
            var scanId = Guid.NewGuid();
            Assert.Equal("accepted", (await device.Scan(await new DemoVisitor(stack.Issuer, visitor).Pass(), scanId)).Code);
            scans.Add(scanId);
        }
        return scans;
    }

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString()!;

    // +821012345678, 01012345678, 010-1234-5678, 1012345678
    private static IEnumerable<string> Written(string phone)
    {
        var digits = new string([.. phone.Where(char.IsAsciiDigit)]);
        var national = digits.StartsWith("82", StringComparison.Ordinal) ? digits[2..] : digits.TrimStart('0');
        return [national, $"0{national[..2]}-{national[2..6]}-{national[6..]}"];
    }

    private static IEnumerable<byte[]> Written(byte[] id)
    {
        var uuid = new Guid(id, bigEndian: true);
        string[] texts = [uuid.ToString("D"), uuid.ToString("N"), uuid.ToString("N").ToUpperInvariant(), Convert.ToBase64String(id)[..^2]];
        return [id, .. texts.Select(Encoding.ASCII.GetBytes)];
    }

    private static List<string> Found(IReadOnlyList<(string Place, byte[] Bytes)> everything, IReadOnlyList<byte[]> secrets) =>
        [.. everything.Where(e => secrets.Any(secret => e.Bytes.AsSpan().IndexOf(secret) >= 0)).Select(e => e.Place)];

    private static async Task<List<byte[]>> VisitorIds(string folder, PostgresServer? postgres)
    {
        await using System.Data.Common.DbConnection connection = postgres is null
            ? new SqliteConnection($"Data Source={Path.Combine(folder, "issuer.db")};Mode=ReadOnly;Pooling=false")
            : new NpgsqlConnection(postgres.ConnectionString("kipass_issuer"));
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT visitor_id FROM visitor";
        await using var rows = await command.ExecuteReaderAsync();
        var ids = new List<byte[]>();
        while (await rows.ReadAsync())
        {
            ids.Add(rows.GetValue(0) is Guid id ? id.ToByteArray(bigEndian: true) : (byte[])rows.GetValue(0));
        }
        return ids;
    }

    private static async Task<List<(string Place, byte[] Bytes)>> Everything(string folder, PostgresServer? postgres, string database)
    {
        var everything = new List<(string, byte[])>();
        foreach (var file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
        {
            everything.Add((file, await File.ReadAllBytesAsync(file)));
        }
        if (postgres is not null)
        {
            string[] arguments = ["--host=127.0.0.1", $"--port={postgres.Port}", "--username=postgres", database];
            using var dump = Process.Start(new ProcessStartInfo("pg_dump", arguments) { RedirectStandardOutput = true })!;
            using var bytes = new MemoryStream();
            await dump.StandardOutput.BaseStream.CopyToAsync(bytes);
            await dump.WaitForExitAsync();
            Assert.Equal(0, dump.ExitCode);
            everything.Add(($"database {database}", bytes.ToArray()));
        }
        return everything;
    }
}
