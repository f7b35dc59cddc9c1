using System.Data.Common;
using KiPass.Hosting.Files;
using KiPass.Hosting.Migrations;
using KiPass.Hosting.Settings;
using KiPass.Testing;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace KiPass.Hosting.Tests.Migrations;

public sealed class SchemaTests : IDisposable
{
    private const long Turn = 4711;

    private static readonly Schema Things = new("The store of things", new SchemaScripts(typeof(SchemaTests).Assembly, "scripts/", "t/"));

    private readonly TemporaryFolder folder = new();

    private string SqliteText => $"Data Source={folder["things.db"]};Pooling=false";

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Processes_started_concurrently_on_PostgreSQL_apply_each_script_once()
    {
        var text = await NewDatabase();
        await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(() => Things.Apply(new PostgresStore(text, Turn)))));

        Assert.Equal("t/0001_thing.sql,t/0002_row.sql", await Ask(new NpgsqlConnection(text), Journal));
        Assert.Equal(1L, await Ask(new NpgsqlConnection(text), "SELECT count(*) FROM thing"));
    }

    [Fact]
    public async Task A_process_waits_while_another_process_migrates()
    {
        var text = await NewDatabase();
        await using var other = new NpgsqlConnection(text);
        await Ask(other, $"SELECT pg_advisory_lock({Turn})::text", keep: true);

        var start = Task.Run(() => Things.Apply(new PostgresStore(text, Turn)));

        const string Waiting =
            "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted AND database = (SELECT oid FROM pg_database WHERE datname = current_database())";
        await Eventually.True(async () => (long)(await Ask(new NpgsqlConnection(text), Waiting))! == 1, "the second process waits");
        Assert.Equal(false, await Ask(new NpgsqlConnection(text), "SELECT to_regclass('schemaversions') IS NOT NULL"));
        await other.CloseAsync();
        NpgsqlConnection.ClearPool(other);
        await start;
        Assert.Equal(1L, await Ask(new NpgsqlConnection(text), "SELECT count(*) FROM thing"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_unknown_script_is_refused_unless_a_neighbour_applied_it(bool postgres)
    {
        var (store, open) = await Store(postgres);
        Things.Apply(store);
        await Ask(open(), "INSERT INTO schemaversions (scriptname, applied) VALUES ('n/0001_other.sql', CURRENT_TIMESTAMP)");

        var fault = Assert.Throws<StartException>(() => Things.Apply(store));
        Assert.Contains("0001_other.sql", fault.Message, StringComparison.Ordinal);
        (Things with { Neighbours = ["n/"] }).Apply(store);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_failed_script_is_reported_in_one_line_and_rolled_back(bool postgres)
    {
        var (store, open) = await Store(postgres);
        await Ask(open(), "CREATE TABLE thing (other integer)");
        var fault = Assert.Throws<StartException>(() => Things.Apply(store));
        Assert.Contains("t/0001_thing.sql", fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', fault.Message);
        await Ask(open(), "DROP TABLE thing");
        Things.Apply(store);
    }

    [Fact]
    public void SQLite_file_is_private_and_damage_is_reported_with_its_path()
    {
        Things.Apply(new SqliteStore(SqliteText, writeAheadLog: true));
        Assert.Equal(PrivateFile.OwnerOnly, File.GetUnixFileMode(folder["things.db"]));

        File.WriteAllBytes(folder["things.db"], [.. Enumerable.Repeat((byte)0x55, 8192)]);
        var fault = Assert.Throws<StartException>(() => Things.Apply(new SqliteStore(SqliteText, writeAheadLog: true)));
        Assert.Equal($"{folder["things.db"]}: the database is damaged; restore it from its backup.", fault.Message);
    }

    [Fact]
    public void An_unreachable_server_is_reported_in_one_line_without_its_password()
    {
        var text = $"Host=127.0.0.1;Port={FreePorts.Next()};Username=o;Password=secret-word;Database=d;Timeout=2";
        var fault = Assert.Throws<StartException>(() => Things.Apply(new PostgresStore(text, Turn)));
        Assert.StartsWith("The store of things cannot be used (PostgreSQL)", fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', fault.Message);
        Assert.DoesNotContain("secret-word", fault.Message, StringComparison.Ordinal);
    }

    private const string Journal = "SELECT string_agg(scriptname, ',' ORDER BY scriptname) FROM schemaversions";

    private async Task<(ISchemaStore, Func<DbConnection>)> Store(bool postgres)
    {
        if (!postgres)
        {
            return (new SqliteStore(SqliteText, writeAheadLog: false), () => new SqliteConnection(SqliteText));
        }
        var text = await NewDatabase();
        return (new PostgresStore(text, Turn), () => new NpgsqlConnection(text));
    }

    private static async Task<string> NewDatabase()
    {
        var server = await PostgresServer.Shared;
        return server.ConnectionString(await server.CreateDatabase());
    }

    private static async Task<object?> Ask(DbConnection connection, string sql, bool keep = false)
    {
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        var answer = await command.ExecuteScalarAsync();
        if (!keep)
        {
            await connection.DisposeAsync();
        }
        return answer;
    }
}
