using System.Data.Common;
using System.Diagnostics;
using KiPass.Grains.Audit;
using KiPass.Grains.Visits;
using KiPass.Silo.Tests.Hosting;
using KiPass.Testing;
using KiPass.Tokens;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace KiPass.Silo.Tests.Backup;

/// <summary>
/// Goal: a restore brings back what was stored and nothing that was destroyed. Method: a register whose clock stands 35 days back records a
/// visit and is backed up while it runs; time goes on; the visit is destroyed; the backup is restored, and the next start destroys it again.
/// </summary>
public sealed class RestoreTests
{
    private static readonly TimeSpan Back = TimeSpan.FromDays(35);

    [Theory, InlineData(Store.Sqlite), InlineData(Store.Postgres)]
    public async Task A_restored_backup_does_not_recover_data_destroyed_after_it(Store store)
    {
        await using var register = await RegisterUnderTest.StartAt(-Back, store);
        using var places = new TemporaryFolder();
        Directory.CreateSymbolicLink(places["register"], register.Folder.Path);
        var device = await register.NewDevice();
        var day = KoreanDay.Of(register.Now);
        Assert.Equal("ok", (await device.Scan(register.Issuer.PassAt(register.Now))).Code);

        var (made, printed) = await KiPassStack.Command("backup", "register", "--data", places.Path, "--to", places["backups"]);
        Assert.True(made == 0, printed);
        var backup = printed.Trim();
        await register.Restart(Back);
        Assert.DoesNotContain(day, await Held(register));
        Assert.Equal((day, 1L), Assert.Single(await Destroyed(register), record => record.Day == day));
        await StopAsAProcessDoes(register);

        var careless = await KiPassStack.Command("restore", backup, "--data", places.Path);
        Assert.Equal(2, careless.ExitCode);
        Assert.Matches(@"holds data, and its audit log has \d+ entries more than this older backup", careless.Output);
        var restore = store == Store.Sqlite ? ["--replace"] : await DropDatabase(register);
        var (restored, said) = await KiPassStack.Command(["restore", backup, "--data", places.Path, .. restore]);
        Assert.True(restored == 0, said);
        Assert.Equal(1, await StoredVisits(register, day));

        await register.Open();

        Assert.DoesNotContain(day, await Held(register));
        Assert.Equal((day, 1L), Assert.Single(await Destroyed(register), record => record.Day == day));
        var again = device.Again();
        Assert.Equal("ok", (await again.Scan(register.Issuer.PassAt(register.Now))).Code);
        Assert.Equal(1, await again.TodayCount());
    }

    [Fact]
    public async Task Point_in_time_recovery_keeps_visits_and_does_not_restore_destroyed_ones()
    {
        using var places = new TemporaryFolder();
        Open(places.Path);
        foreach (var name in new[] { "wal", "base" })
        {
            Open(Directory.CreateDirectory(places[name]).FullName);
        }
        await using var server = await PostgresServer.StartAsync(
            "wal_level = replica",
            "archive_mode = on",
            $"archive_command = 'test ! -f {places["wal"]}/%f && cp %p {places["wal"]}/%f'"
        );
        await using var register = await RegisterUnderTest.StartAt(-Back, Store.Postgres, server);
        var device = await register.NewDevice();
        var day = KoreanDay.Of(register.Now);
        Assert.Equal("ok", (await device.Scan(register.Issuer.PassAt(register.Now))).Code);
        var variables = server.Variables;
        (variables["BASE"], variables["WAL"]) = (places["base"], places["wal"]);
        await ManualScript.Run("postgres-base-backup", variables, asPostgres: true);
        Assert.Equal("ok", (await device.Scan(register.Issuer.PassAt(register.Now))).Code);
        await ManualScript.Run("postgres-switch-wal", variables, asPostgres: true);
        await StopAsAProcessDoes(register);
        await server.Stop("immediate");

        await ManualScript.Run("postgres-recover", variables, asPostgres: true);

        NpgsqlConnection.ClearAllPools();
        Assert.Equal(2, await StoredVisits(register, day));
        await register.Open();
        Assert.Equal(2, await device.Again().TodayCount());
        await register.Restart(Back);
        Assert.DoesNotContain(day, await Held(register));
        Assert.Equal((day, 2L), Assert.Single(await Destroyed(register), record => record.Day == day));
    }

    [Fact]
    public async Task A_standby_set_up_as_documented_keeps_acknowledged_visits_after_promotion()
    {
        using var places = new TemporaryFolder();
        Open(places.Path);
        await using var primary = await PostgresServer.StartAsync();
        await using var register = await RegisterUnderTest.Start(Store.Postgres, primary);
        var device = await register.NewDevice();
        Assert.Equal("ok", (await device.Scan(register.Issuer.PassAt(register.Now))).Code);
        var port = FreePorts.Next();
        var variables = primary.Variables;
        (variables["STANDBY"], variables["STANDBY_OPTIONS"]) = (places["standby"], $"-p {port} -k {places.Path}");
        await ManualScript.Run("postgres-standby", variables, asPostgres: true);
        try
        {
            Assert.Equal("ok", (await device.Scan(register.Issuer.PassAt(register.Now))).Code);
            await StopAsAProcessDoes(register);
            await primary.Stop("immediate");
            variables["PGPORT"] = $"{port}";
            await ManualScript.Run("postgres-promote", variables, asPostgres: true);

            var owner = new NpgsqlConnectionStringBuilder(Owner(register).ConnectionString) { Port = port, Pooling = false };
            await using var connection = new NpgsqlConnection(owner.ConnectionString);
            await connection.OpenAsync();
            await using var count = new NpgsqlCommand("SELECT count(*) FROM visits.visit", connection);
            Assert.Equal(2L, await count.ExecuteScalarAsync());
            // It is the primary, and waits for nobody.
            await using var writes = new NpgsqlCommand("CREATE TABLE written ()", connection);
            await writes.ExecuteNonQueryAsync();
        }
        finally
        {
            using var server = Process.GetProcessById(
                int.Parse(File.ReadLines(Path.Combine(variables["STANDBY"], "postmaster.pid")).First(), null)
            );
            using (var stop = Process.Start("kill", ["-INT", $"{server.Id}"]))
            {
                await stop.WaitForExitAsync();
            }
            await server.WaitForExitAsync();
        }
    }

    // Which leaves no connection behind.
    private static async Task StopAsAProcessDoes(RegisterUnderTest register)
    {
        await register.Stop();
        NpgsqlConnection.ClearAllPools();
        SqliteConnection.ClearAllPools();
    }

    private static Task<IReadOnlyList<KoreanDay>> Held(RegisterUnderTest register) => register.Get<IVisitPartitions>().DaysHeld(default);

    private static async Task<List<(KoreanDay Day, long Count)>> Destroyed(RegisterUnderTest register)
    {
        var found = new List<(KoreanDay, long)>();
        await foreach (var record in register.Get<AuditLog>().Read(0))
        {
            if (record.Entry is { Kind: DestructionRecord.Kind } entry && entry.Facts["what"] == "visits")
            {
                found.Add((KoreanDay.Parse(entry.Facts["subject"], null), long.Parse(entry.Facts["count"], null)));
            }
        }
        return found;
    }

    // As bytes in the store, without the register.
    private static async Task<long> StoredVisits(RegisterUnderTest register, KoreanDay day)
    {
        await using var connection = Connection(register, day);
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText =
            register.Store == Store.Sqlite
                ? "SELECT count(*) FROM visit"
                : $"SELECT count(*) FROM visits.visit_{$"{day}".Replace("-", "", StringComparison.Ordinal)}";
        return (long)(await command.ExecuteScalarAsync())!;
    }

    private static DbConnection Connection(RegisterUnderTest register, KoreanDay day) =>
        register.Store == Store.Sqlite
            ? new SqliteConnection($"Data Source={Path.Combine(register.Folder.Path, "visits", $"visits-{day}.db")};Pooling=False")
            : new NpgsqlConnection(Owner(register).ConnectionString);

    private static async Task<string[]> DropDatabase(RegisterUnderTest register)
    {
        var server = await PostgresServer.Shared;
        await using var source = NpgsqlDataSource.Create(server.ConnectionString());
        await using var command = source.CreateCommand($"DROP DATABASE {Owner(register).Database} WITH (FORCE)");
        await command.ExecuteNonQueryAsync();
        return ["--postgres", server.Url];
    }

    private static NpgsqlConnectionStringBuilder Owner(RegisterUnderTest register)
    {
        using var settings = System.Text.Json.JsonDocument.Parse(File.ReadAllText(Path.Combine(register.Folder.Path, "settings.json")));
        var postgres = settings.RootElement.EnumerateObject().Single().Value.EnumerateObject().Single().Value;
        var owner = postgres.EnumerateObject().Single(role => role.Name.Equals("owner", StringComparison.OrdinalIgnoreCase));
        return new NpgsqlConnectionStringBuilder(owner.Value.GetString());
    }

    // PostgreSQL runs as another user than a test that is root.
    private static void Open(string folder) =>
        File.SetUnixFileMode(
            folder,
            UnixFileMode.UserRead
                | UnixFileMode.UserWrite
                | UnixFileMode.UserExecute
                | UnixFileMode.GroupRead
                | UnixFileMode.GroupWrite
                | UnixFileMode.GroupExecute
                | UnixFileMode.OtherRead
                | UnixFileMode.OtherWrite
                | UnixFileMode.OtherExecute
        );
}
