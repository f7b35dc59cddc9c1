using KiPass.Portal.Shared.Hosting;
using KiPass.Testing;
using Microsoft.Extensions.Configuration;
using Npgsql;

namespace KiPass.Portal.Shared.Tests.Hosting;

/// <summary>What the role that owns a portal's tables may do, by the database itself: its own database, and nothing of any other domain.</summary>
public sealed class ProvisionTests
{
    [Fact]
    public async Task A_portal_database_role_has_access_to_its_own_database_only()
    {
        var server = await PostgresServer.Shared;
        var names = new[] { $"own_{Guid.NewGuid():N}"[..20], $"aut_{Guid.NewGuid():N}"[..20] };
        using var folder = new TemporaryFolder();
        foreach (var name in names)
        {
            Assert.Equal(0, await Provision.Run(["--postgres", server.Url, "--database", name, "--Portal:Data", folder[name]]));
        }
        var text = new ConfigurationBuilder().AddJsonFile(Path.Combine(folder[names[0]], "settings.json")).Build()["Portal:PostgresOwner"]!;
        // The test server trusts whoever connects: the roles differ by what is granted, not by passwords.
        await Run(text, "CREATE TABLE own (x integer)");
        foreach (var sql in new[] { "CREATE DATABASE mine", "CREATE ROLE mine", "SELECT * FROM pg_authid", "COPY own FROM PROGRAM 'id'" })
        {
            var refusal = await Assert.ThrowsAsync<PostgresException>(() => Run(text, sql));
            Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, refusal.SqlState);
        }
        var elsewhere = new NpgsqlConnectionStringBuilder(text) { Database = names[1] }.ConnectionString;
        var closed = await Assert.ThrowsAsync<PostgresException>(() => Run(elsewhere, "SELECT 1"));
        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, closed.SqlState);
    }

    private static async Task Run(string connection, string sql)
    {
        await using var source = NpgsqlDataSource.Create(connection);
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }
}
