using KiPass.Portal.Shared.Accounts;
using KiPass.Portal.Shared.Hosting;
using KiPass.Portal.Shared.Settings;
using KiPass.Portal.Testing;
using KiPass.Testing;
using Microsoft.Extensions.Configuration;
using Npgsql;

namespace KiPass.Portal.Shared.Tests.Attacks;

/// <summary>What somebody can do in a portal's database with the role of the running portal.</summary>
public sealed class DatabaseRoleAttacks
{
    [Fact, Attack("A portal that was taken over rewrites or deletes its audit log in the database")]
    public async Task Nobody_rewrites_the_audit_log_with_the_portals_database_role()
    {
        var server = await PostgresServer.Shared;
        var name = $"por_{Guid.NewGuid():N}"[..20];
        using var folder = new TemporaryFolder();
        Assert.Equal(0, await Provision.Run(["--postgres", server.Url, "--database", name, "--Portal:Data", folder.Path]));
        var settings = Settings(folder);
        AccountsSchema.Apply(settings);
        await Run(settings.PostgresOwner!, """CREATE TABLE some_audit (number integer PRIMARY KEY); CREATE TABLE some_rows (x integer)""");
        AccountsSchema.Apply(settings);

        await Run(settings.Postgres!, "INSERT INTO some_audit VALUES (1); INSERT INTO some_rows VALUES (1)");
        await Run(settings.Postgres!, "UPDATE some_rows SET x = 2; DELETE FROM some_rows");
        string[] attacks =
        [
            "UPDATE some_audit SET number = 2",
            "DELETE FROM some_audit",
            "TRUNCATE some_audit",
            "DROP TABLE some_audit",
            "ALTER TABLE some_audit DISABLE TRIGGER ALL",
            "ALTER TABLE some_rows ADD COLUMN y integer",
            "CREATE TABLE mine (x integer)",
            "CREATE OR REPLACE FUNCTION mine() RETURNS integer LANGUAGE sql AS 'SELECT 1'",
            "GRANT UPDATE ON some_audit TO CURRENT_USER; UPDATE some_audit SET number = 2",
            "DELETE FROM schemaversions",
            $"SET ROLE \"{name}_accounts\"",
        ];
        foreach (var attack in attacks)
        {
            var refusal = await Assert.ThrowsAsync<PostgresException>(() => Run(settings.Postgres!, attack));
            Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, refusal.SqlState);
        }
    }

    [Fact]
    public async Task A_database_of_an_earlier_release_keeps_its_role_until_it_is_provisioned_again()
    {
        var server = await PostgresServer.Shared;
        var name = $"old_{Guid.NewGuid():N}"[..20];
        using var folder = new TemporaryFolder();
        string[] provision = ["--postgres", server.Url, "--database", name, "--Portal:Data", folder.Path];
        await Provision.Run(provision);
        var owner = Settings(folder).PostgresOwner!;
        await File.WriteAllTextAsync(folder["settings.json"], $$"""{"Portal":{"Postgres":"{{owner}}"} }""");
        AccountsSchema.Apply(Settings(folder));
        Assert.Null(Settings(folder).PostgresOwner);

        Assert.Equal(0, await Provision.Run(provision));

        AccountsSchema.Apply(Settings(folder));
        Assert.Equal($"{name}_portal", new NpgsqlConnectionStringBuilder(Settings(folder).Postgres).Username);
        await Run(Settings(folder).Postgres!, "SELECT count(*) FROM account");
    }

    private static PortalSettings Settings(TemporaryFolder folder) =>
        PortalSettings.Read(
            new ConfigurationBuilder()
                .AddInMemoryCollection(new Dictionary<string, string?> { ["Portal:Data"] = folder.Path })
                .AddJsonFile(folder["settings.json"])
                .Build(),
            TestPrograms.Owners
        );

    private static async Task Run(string connection, string sql)
    {
        await using var source = NpgsqlDataSource.Create(connection);
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }
}
