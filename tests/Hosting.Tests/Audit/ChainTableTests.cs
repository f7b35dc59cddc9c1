using System.Data.Common;
using KiPass.Hosting.Audit;
using KiPass.Testing;
using KiPass.Tokens.Audit;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace KiPass.Hosting.Tests.Audit;

public sealed class ChainTableTests
{
    private static readonly ChainTable Chain = new("log", textColumn: "record");

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_stored_chain_verifies_when_read_page_by_page(bool postgres)
    {
        await using var connection = await Open(postgres);
        Assert.Equal(ChainHead.Empty, await Chain.Head(connection, null, default));
        var head = ChainHead.Empty;
        await using (var transaction = await connection.BeginTransactionAsync())
        {
            // One more than two pages.
            for (var i = 0; i < 2001; i++)
            {
                var record = AuditChain.Append(head, DateTimeOffset.UnixEpoch, "step", KeyValuePair.Create("n", $"{i}"));
                Assert.True(await Insert(connection, transaction, record, $"once-{i}"));
                head = ChainHead.After(record);
            }
            await transaction.CommitAsync();
        }

        var verifier = new ChainVerifier(head);
        await foreach (var record in Chain.Read(connection, after: long.MinValue))
        {
            verifier.Read(record);
        }
        Assert.True(verifier.Finish());
        Assert.Equal(head, await Chain.Head(connection, null, default));
        Assert.Equal(2, await Chain.Read(connection, after: 1999).CountAsync());
        Assert.Equal(1, (await Chain.HeadWhere(connection, "once", "once-0", default))!.Value.Count);
        Assert.Null(await Chain.HeadWhere(connection, "once", "never", default));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Only_one_of_two_writers_can_use_a_record_number(bool postgres)
    {
        await using var connection = await Open(postgres);
        var record = AuditChain.Append(ChainHead.Empty, DateTimeOffset.UnixEpoch, "step");
        Assert.True(await Insert(connection, null, record, "a"));
        Assert.False(await Insert(connection, null, record, "b"));
        var next = AuditChain.Append(ChainHead.After(record), DateTimeOffset.UnixEpoch, "step");
        Assert.False(await Insert(connection, null, next, "a"));
        Assert.True(await Insert(connection, null, next, null));
    }

    private static Task<bool> Insert(DbConnection connection, DbTransaction? transaction, AuditRecord record, string? once) =>
        Chain.TryInsert(connection, transaction, record, new Dictionary<string, string?> { ["once"] = once }, default);

    private static async Task<DbConnection> Open(bool postgres)
    {
        DbConnection connection = new SqliteConnection("Data Source=:memory:");
        if (postgres)
        {
            var server = await PostgresServer.Shared;
            connection = new NpgsqlConnection(server.ConnectionString(await server.CreateDatabase()));
        }
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = "CREATE TABLE log (number bigint PRIMARY KEY, record text NOT NULL, hash text NOT NULL, once text UNIQUE)";
        await command.ExecuteNonQueryAsync();
        return connection;
    }
}
