using KiPass.Hosting.Postgres;
using KiPass.Hosting.Settings;
using KiPass.Issuer.Settings;
using KiPass.Issuer.Storage;
using KiPass.Testing;
using Microsoft.Extensions.Configuration;
using Npgsql;

namespace KiPass.Issuer.Tests.Storage;

public sealed class ProvisioningTests
{
    [Fact]
    public async Task Provisioning_creates_the_issuer_database_and_roles_idempotently()
    {
        var server = await PostgresServer.Shared;
        using var folder = new TemporaryFolder();
        var name = $"issuer_{Guid.NewGuid():N}"[..20];
        await ProvisionVerb.Provision(server.Url, name, folder.Path, PostgresSettings.Roles, CancellationToken.None);
        var file = folder["settings.json"];
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        var first = await File.ReadAllTextAsync(file);
        await ProvisionVerb.Provision(server.Url, name, folder.Path, PostgresSettings.Roles, CancellationToken.None);
        Assert.Equal(first, await File.ReadAllTextAsync(file));

        var postgres = new ConfigurationBuilder().AddJsonFile(file).Build().GetSection("Issuer:Postgres").Get<PostgresSettings>()!;
        Assert.Equal($"{name}_app", new NpgsqlConnectionStringBuilder(postgres.App).Username);
        Assert.NotEqual(
            new NpgsqlConnectionStringBuilder(postgres.App).Password,
            new NpgsqlConnectionStringBuilder(postgres.Owner).Password
        );
        await using var database = new PostgresIssuerDatabase(postgres);
        database.Migrate();
        database.Migrate();
        await using var session = await database.Open(CancellationToken.None);
        Assert.Equal(0, await session.First("SELECT count(*) FROM visitor", row => row.GetInt64(0), CancellationToken.None));
    }

    [Fact]
    public async Task The_service_role_cannot_alter_tables_or_rewrite_the_audit()
    {
        await using var issuer = await IssuerHost.StartAsync(Store.Postgres);
        await using var session = await issuer.Get<IssuerDatabase>().Open(CancellationToken.None);
        string[] forbidden =
        [
            "DROP TABLE visitor",
            "ALTER TABLE visitor ADD COLUMN x text",
            "CREATE TABLE x (y text)",
            "UPDATE audit SET hash = ''",
            "DELETE FROM audit",
            "DELETE FROM day_key",
            "DELETE FROM access_notice",
            "UPDATE key_proof SET sealed = ''",
        ];
        foreach (var sql in forbidden)
        {
            var refused = await Assert.ThrowsAsync<PostgresException>(() => session.Execute(sql, CancellationToken.None));
            Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, refused.SqlState);
        }
    }
}
