using KiPass.Issuer.Audit;
using KiPass.Issuer.Storage;
using KiPass.Testing;
using KiPass.Tokens.Audit;
using KiPass.Tokens.Jose;
using KiPass.Tokens.Keys;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace KiPass.Issuer.Tests.Audit;

public sealed class AuditChainTests
{
    [Theory]
    [InlineData(Store.Sqlite)]
    [InlineData(Store.Postgres)]
    public async Task Detects_every_manipulation_of_the_stored_chain_at_its_position(Store store)
    {
        await using var issuer = await IssuerHost.StartAsync(store);
        var log = issuer.Get<AuditLog>();
        for (var n = 0; n < BrokenChains.Entries; n++)
        {
            await using var session = await issuer.Get<IssuerDatabase>().Begin(AuditLog.Exclusive, CancellationToken.None);
            await log.Append(session, new DestructionRecord("account", n, "test"), CancellationToken.None);
            await session.Commit(CancellationToken.None);
        }
        var key = new FileSigningKey(new DomainFolder(issuer.Data).SigningKey());
        var whole = await log.Records(CancellationToken.None);
        var kept = BrokenChains.Kept(whole, "issuer:1", key);
        Assert.Null((await Verify()).Fault);

        foreach (var (how, chain, fault, by) in BrokenChains.Of(whole))
        {
            await Rewrite(issuer, chain);
            var report = await Verify();
            Assert.True((report.Fault, report.Entries) == (fault, chain.Count), $"{how}: {report.Fault} in {report.Entries}");
            Assert.Equal(by, report.FaultBy);
        }

        Task<ChainReport> Verify() => ChainCheck.Verify("issuer:1", key.PublicKey, log.Read(), kept);
    }

    private static async Task Rewrite(IssuerHost issuer, IReadOnlyList<AuditRecord> chain)
    {
        await using System.Data.Common.DbConnection owner = issuer.Database is { } database
            ? new NpgsqlConnection((await PostgresServer.Shared).ConnectionString(database))
            : new SqliteConnection($"Data Source={Path.Combine(issuer.Data, "issuer.db")};Pooling=false");
        await owner.OpenAsync();
        await Execute("DELETE FROM audit");
        foreach (var record in chain)
        {
            await Execute($"INSERT INTO audit (number, record, hash) VALUES ({record.Number}, '{record.Text}', '{record.Hash}')");
        }

        async Task Execute(string sql)
        {
            await using var command = owner.CreateCommand();
            command.CommandText = sql;
            await command.ExecuteNonQueryAsync();
        }
    }
}
