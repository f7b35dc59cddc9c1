using KiPass.Hosting.Postgres;
using KiPass.Hosting.Settings;
using KiPass.Testing;
using Npgsql;

namespace KiPass.Hosting.Tests.Postgres;

public sealed class ProvisionVerbTests : IDisposable
{
    private static readonly DatabaseRole[] Roles = [new("owner", "S:Postgres:Owner"), new("app", "S:Postgres:App")];

    private readonly TemporaryFolder folder = new();
    private readonly string database = $"p_{Guid.NewGuid():N}"[..20];

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Repeated_provisioning_changes_nothing_and_keeps_other_settings()
    {
        File.WriteAllText(folder["settings.json"], """{"S":{"Name":"mine"}}""");
        await Run((await PostgresServer.Shared).Url, database);
        var first = await File.ReadAllTextAsync(folder["settings.json"]);
        await Run((await PostgresServer.Shared).Url, database);

        Assert.Equal(first, await File.ReadAllTextAsync(folder["settings.json"]));
        Assert.Equal("mine", new SettingsFile(folder.Path)["S:Name"]);
        Assert.NotEqual(Password("S:Postgres:Owner"), Password("S:Postgres:App"));
    }

    [Fact]
    public async Task A_dropped_database_is_created_again()
    {
        var server = await PostgresServer.Shared;
        await Run(server.Url, database);
        await using (var superuser = NpgsqlDataSource.Create(server.ConnectionString()))
        {
            await using var drop = superuser.CreateCommand($"DROP DATABASE {database}");
            await drop.ExecuteNonQueryAsync();
        }
        await Run(server.Url, database);
        await using var again = NpgsqlDataSource.Create(new SettingsFile(folder.Path)["S:Postgres:App"]!);
        await using var opened = await again.OpenConnectionAsync();
    }

    [Fact]
    public async Task Provisioned_roles_have_least_privilege_and_reach_only_their_database()
    {
        var server = await PostgresServer.Shared;
        await Run(server.Url, database);
        var other = $"q_{Guid.NewGuid():N}"[..20];
        await ProvisionVerb.Provision(server.Url, other, folder["other"], Roles, default);
        var app = new SettingsFile(folder.Path)["S:Postgres:App"]!;

        foreach (var sql in new[] { "CREATE DATABASE mine", "CREATE ROLE mine", "SELECT * FROM pg_authid" })
        {
            Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, await Refusal(app, sql));
        }
        var elsewhere = new NpgsqlConnectionStringBuilder(app) { Database = other }.ConnectionString;
        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, await Refusal(elsewhere, "SELECT 1"));
    }

    [Theory]
    [InlineData("postgres://postgres:secret-word@127.0.0.1:1/postgres", "good", "--postgres")]
    [InlineData("nonsense", "good", "--postgres")]
    [InlineData(null, "good", "--postgres")]
    [InlineData("postgres://postgres@127.0.0.1/postgres", "Bad;Name", "--database: 'Bad;Name'")]
    [InlineData("postgres://postgres@127.0.0.1/postgres", "1st", "--database: '1st'")]
    [InlineData("postgres://postgres@127.0.0.1/postgres", null, "--database")]
    public async Task An_invalid_URL_or_name_is_reported_in_one_line_and_nothing_is_written(string? url, string? name, string what)
    {
        var fault = await Assert.ThrowsAsync<StartException>(() => Run(url, name));
        Assert.StartsWith(what, fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', fault.Message);
        Assert.DoesNotContain("secret-word", fault.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(folder["settings.json"]));
    }

    [Fact]
    public async Task A_URL_with_a_password_is_refused_as_an_argument()
    {
        const string Url = "postgres://postgres:secret-word@127.0.0.1:1/postgres";
        var fault = await Assert.ThrowsAsync<StartException>(() =>
            ProvisionVerb.Run(["--postgres", Url, "--database", "good", "--S:Data", folder.Path], "S", Roles)
        );
        Assert.Contains(PostgresUrl.Variable, fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret-word", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_data_folder_setting_is_reported()
    {
        var fault = await Assert.ThrowsAsync<StartException>(() => ProvisionVerb.Run(["--database", "x"], "S", Roles));
        Assert.StartsWith("--S:Data: missing", fault.Message, StringComparison.Ordinal);
    }

    private Task Run(string? url, string? name) => ProvisionVerb.Provision(url, name, folder.Path, Roles, default);

    private string? Password(string setting) => new NpgsqlConnectionStringBuilder(new SettingsFile(folder.Path)[setting]).Password;

    private static async Task<string> Refusal(string connection, string sql)
    {
        await using var source = NpgsqlDataSource.Create(connection);
        await using var command = source.CreateCommand(sql);
        return (await Assert.ThrowsAsync<PostgresException>(() => command.ExecuteNonQueryAsync())).SqlState;
    }
}
