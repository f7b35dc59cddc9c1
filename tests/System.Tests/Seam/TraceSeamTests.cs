using System.Text;
using KiPass.SystemTests.Traces.LineLists;
using Microsoft.Data.Sqlite;

namespace KiPass.SystemTests.Seam;

/// <summary>
/// Goal: after a trace whose line list an official viewed and exported, no domain's disk or log reveals who was where. Method:
/// search every file and every output line of each domain, in every encoding, for data that only another domain may store.
/// </summary>
[Collection(TwoIssuersGroup.Name)]
public sealed class TraceSeamTests(TwoIssuers system)
{
    [Fact]
    public async Task The_register_stores_no_name_or_phone_number_after_a_completed_trace()
    {
        await system.Finished();
        foreach (var domain in new[] { "register", "owners" })
        {
            Assert.Empty(Searched.Found(Everything(domain), People));
        }
    }

    [Fact]
    public async Task No_issuer_stores_a_facility_after_a_completed_trace()
    {
        await system.Finished();
        List<byte[]> places =
        [
            .. Script.Venues.SelectMany(v => Searched.Text(v.Name)),
            .. (await Ids("facility_id")).SelectMany(Searched.Id),
        ];
        Assert.Empty(Searched.Found(Everything("issuer"), places));
        Assert.Empty(Searched.Found(Second(), places));
        // The search can find: the register holds them.
        Assert.NotEmpty(Searched.Found(Everything("register"), places));
    }

    [Fact]
    public async Task The_officials_portal_stores_no_decrypted_result_after_a_completed_trace()
    {
        var finished = await system.Finished();
        Assert.Contains(finished.Csv, row => row[1] == system.Script.Players[1].Name);
        List<byte[]> opened = [.. People, .. (await Ids("pseudonym")).SelectMany(Searched.Id)];
        Assert.Empty(Searched.Found(Everything("authority"), opened));
        // The sealed result is there: the search looked where it lies.
        Assert.True(
            await TwoIssuers.Read<long>(Path.Combine(system.Data, "authority", "authority.db"), "SELECT count(*) FROM trace_seal") >= 3
        );
        Assert.NotEmpty(Searched.Found(Everything("register"), [.. (await Ids("pseudonym")).SelectMany(Searched.Id)]));
    }

    [Fact]
    public void The_secret_search_recognizes_every_encoding()
    {
        var player = system.Script.Players[3];
        var id = Guid.NewGuid().ToByteArray();
        List<byte[]> secrets = [.. Searched.Text(player.Name), .. Searched.Phone(player.E164), .. Searched.Id(id)];
        var uuid = new Guid(id, bigEndian: true);
        string[] leaks =
        [
            $"name={player.Name};",
            $"{player.Phone} called",
            player.E164,
            player.Phone.Replace("-", "", StringComparison.Ordinal),
            Convert.ToBase64String(Encoding.UTF8.GetBytes($$"""{"name":"{{player.Name}}"}""")),
            Convert.ToBase64String(Encoding.UTF8.GetBytes($$"""{"a":1,"phone":"{{player.E164}}"}""")),
            Convert.ToBase64String(Encoding.UTF8.GetBytes($$"""{"ab":1,"phone":"{{player.E164}}"}""")),
            System.Text.Json.JsonSerializer.Serialize(player.Name),
            $"{uuid}",
            Convert.ToHexString(id),
            Convert.ToBase64String(id),
            Tokens.Keys.Base64Url.Encode(id),
        ];
        Assert.All(leaks, leak => Assert.NotEmpty(Searched.Found([("", Encoding.UTF8.GetBytes(leak))], secrets)));
        Assert.NotEmpty(Searched.Found([("", Encoding.Unicode.GetBytes(player.Name))], secrets));
        Assert.Empty(Searched.Found([("", Encoding.UTF8.GetBytes("nobody was anywhere 010-0000-0000"))], secrets));
    }

    private List<byte[]> People => [.. system.Script.Players.SelectMany(p => Searched.Text(p.Name).Concat(Searched.Phone(p.E164)))];

    private List<(string Place, byte[] Bytes)> Everything(string domain)
    {
        var service = domain == "authority" ? "officials" : domain;
        var lines = system.Stack.Printed.Where(line => line.StartsWith($"[{service}]", StringComparison.Ordinal));
        return
        [
            .. Searched.Files(Path.Combine(system.Data, domain)),
            ($"log of {domain}", Encoding.UTF8.GetBytes(string.Join('\n', lines))),
        ];
    }

    private List<(string Place, byte[] Bytes)> Second() =>
        [.. Searched.Files(system.SecondData), ("log of the second issuer", Encoding.UTF8.GetBytes(string.Join('\n', system.Printed)))];

    private async Task<List<byte[]>> Ids(string column)
    {
        var ids = new List<byte[]>();
        foreach (var file in Directory.EnumerateFiles(Path.Combine(system.Data, "register", "visits"), "*.db"))
        {
            await using var connection = new SqliteConnection($"Data Source={file};Mode=ReadOnly;Pooling=false");
            await connection.OpenAsync();
            await using var command = connection.CreateCommand();
            command.CommandText = $"SELECT DISTINCT {column} FROM visit";
            await using var rows = await command.ExecuteReaderAsync();
            while (await rows.ReadAsync())
            {
                ids.Add((byte[])rows.GetValue(0));
            }
        }
        Assert.True(ids.Count >= 5, "There is too little to search for.");
        return ids;
    }
}
