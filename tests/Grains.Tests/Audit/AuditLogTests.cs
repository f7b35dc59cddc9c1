using KiPass.Grains.Audit;
using KiPass.Grains.Database;
using KiPass.Grains.Tests.Hosting;
using KiPass.Testing;
using KiPass.Tokens.Audit;
using KiPass.Tokens.Jose;
using KiPass.Tokens.Keys;

namespace KiPass.Grains.Tests.Audit;

public sealed class PostgresAuditLogTests() : AuditLogTests(StoreKind.Postgres);

public sealed class SqliteAuditLogTests() : AuditLogTests(StoreKind.Sqlite);

public abstract class AuditLogTests(StoreKind kind) : IAsyncLifetime
{
    private static readonly Dictionary<string, string> Facts = new() { ["what"] = "visits", ["count"] = "3" };
    private TestRegister register = null!;
    private RegisterDatabase database = null!;
    private AuditLog log = null!;

    public async ValueTask InitializeAsync()
    {
        register = await TestRegister.Create(kind);
        database = new RegisterDatabase(register.Options);
        log = new AuditLog(database, register.Time);
    }

    public async ValueTask DisposeAsync()
    {
        await database.DisposeAsync();
        await register.DisposeAsync();
    }

    [Fact]
    public async Task Concurrent_writers_produce_one_intact_chain()
    {
        var other = new AuditLog(database, register.Time);

        var heads = await Task.WhenAll(
            Enumerable.Range(0, 40).Select(n => Task.Run(() => (n % 2 == 0 ? log : other).Append("destroyed", Facts)))
        );

        Assert.Equal(Enumerable.Range(1, 40).Select(n => (long)n), heads.Select(head => head!.Value.Count).Order());
        var records = await log.Read(0).ToListAsync();
        var verifier = new ChainVerifier(heads.Select(head => head!.Value));
        Assert.All(records, record => Assert.True(verifier.Read(record)));
        Assert.True(verifier.Finish());
        Assert.Equal(await log.Head(), verifier.Head);
        Assert.Equal(register.Now, records[0].Entry.At);
        Assert.Equal(Facts, records[0].Entry.Facts);
    }

    [Fact]
    public async Task Appends_with_the_same_once_key_create_one_record()
    {
        var heads = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => Task.Run(() => log.Append("destroyed", Facts, once: "same"))));

        Assert.Single(heads.Distinct());
        Assert.Single(await log.Read(0).ToListAsync());
    }

    [Fact]
    public async Task The_audit_log_can_be_read_from_any_number()
    {
        for (var n = 0; n < 5; n++)
        {
            await log.Append("destroyed", Facts);
        }

        Assert.Equal([4L, 5L], (await log.Read(3).ToListAsync()).Select(record => record.Number));
        Assert.Empty(await log.Read(5).ToListAsync());
    }

    [Fact]
    public async Task Tampering_with_the_stored_chain_is_detected_at_the_affected_entry()
    {
        for (var n = 0; n < BrokenChains.Entries; n++)
        {
            await log.Append("destroyed", Facts);
        }
        var key = new FileSigningKey(EcJwk.Create());
        var whole = await log.Read(0).ToListAsync();
        var kept = BrokenChains.Kept(whole, "register", key);
        Assert.Null((await Verify()).Fault);

        foreach (var (how, chain, fault, by) in BrokenChains.Of(whole))
        {
            await register.Rewrite(chain);
            var report = await Verify();
            Assert.True((report.Fault, report.Entries) == (fault, chain.Count), $"{how}: {report.Fault} in {report.Entries}");
            Assert.Equal(by, report.FaultBy);
        }

        Task<ChainReport> Verify() => ChainCheck.Verify("register", key.PublicKey, log.Read(long.MinValue), kept);
    }

    [Theory]
    [InlineData("UPDATE audit_entry SET text = 'x'")]
    [InlineData("DELETE FROM audit_entry")]
    public async Task The_audit_log_writer_cannot_change_or_delete_entries(string sql)
    {
        await log.Append("destroyed", Facts);
        await using var command = database.Source.CreateCommand(sql);

        await Assert.ThrowsAnyAsync<System.Data.Common.DbException>(() => command.ExecuteNonQueryAsync());

        Assert.Single(await log.Read(0).ToListAsync());
    }
}
