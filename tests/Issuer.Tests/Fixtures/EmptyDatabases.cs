using System.Collections.Concurrent;
using KiPass.Issuer.Tests;
using KiPass.Testing;
using Npgsql;

namespace KiPass.Issuer.Tests.Fixtures;

/// <summary>
/// Databases with their role, emptied after each use: a new one is 900 files, and a hundred of those are slow to make and to remove.
/// </summary>
internal static class EmptyDatabases
{
    private static readonly ConcurrentBag<string> Idle = [];

    public static async Task<string> Take(PostgresServer server)
    {
        if (Idle.TryTake(out var idle))
        {
            return idle;
        }
        var database = await server.CreateDatabase("issuer");
        await Execute(server.ConnectionString(), $"CREATE ROLE {database}_app LOGIN");
        return database;
    }

    public static async Task Return(PostgresServer server, string database)
    {
        // Rows and not TRUNCATE, which makes and syncs a file for each table and index.
        const string Empty = """
            DO $$ DECLARE name text; BEGIN
                SET session_replication_role = replica;
                FOR name IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'schemaversions' LOOP
                    EXECUTE 'DELETE FROM ' || quote_ident(name);
                END LOOP;
                RESET session_replication_role;
            END $$
            """;
        await Execute(server.ConnectionString(database), Empty);
        Idle.Add(database);
    }

    private static async Task Execute(string connectionString, string sql)
    {
        await using var source = NpgsqlDataSource.Create(connectionString);
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }
}
