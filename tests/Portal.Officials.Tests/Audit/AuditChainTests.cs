using KiPass.Portal.Officials.Audit;
using KiPass.Portal.Officials.Store;
using KiPass.Portal.Officials.Tests.Traces;
using KiPass.Testing;
using KiPass.Tokens.Audit;
using KiPass.Tokens.Jose;
using Microsoft.EntityFrameworkCore;

namespace KiPass.Portal.Officials.Tests.Audit;

public sealed class AuditChainTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Tampering_with_the_stored_chain_is_detected_at_the_affected_entry(bool postgres)
    {
        using var traces = new TraceFixture(postgres ? await TraceFixture.NewPostgres() : null);
        for (var n = 0; n < BrokenChains.Entries; n++)
        {
            await traces.Get<Ledger>().Note("line-list-opened", null, ("rows", $"{n}"));
        }
        await using var database = await traces.Get<IDbContextFactory<AuthorityDatabase>>().CreateDbContextAsync();
        var key = new FileSigningKey(traces.Domain.SigningKey());
        var whole = await AuditCommand.Read(database).ToListAsync();
        var kept = BrokenChains.Kept(whole, "authority", key);
        Assert.Null((await Verify()).Fault);

        foreach (var (how, chain, fault, by) in BrokenChains.Of(whole))
        {
            await Rewrite(database, postgres, chain);
            var report = await Verify();
            Assert.True((report.Fault, report.Entries) == (fault, chain.Count), $"{how}: {report.Fault} in {report.Entries}");
            Assert.Equal(by, report.FaultBy);
        }

        Task<ChainReport> Verify() => ChainCheck.Verify("authority", key.PublicKey, AuditCommand.Read(database), kept);
    }

    [Fact]
    public async Task A_trace_exchanges_chain_heads_between_authority_register_and_issuers()
    {
        using var traces = new TraceFixture();
        var scene = new Scene(traces);
        scene.Met("김하늘", "+821022223333");
        scene.Met("이바다", "+821033334444", issuer: 2);
        scene.Found();
        var register = SignedHead.Sign(
            new ChainHead(12, ChainHead.Empty.Hash),
            "register",
            traces.Time.GetUtcNow(),
            traces.Register.Signing
        );
        var first = SignedHead.Sign(new ChainHead(7, ChainHead.Empty.Hash), "issuer:1", traces.Time.GetUtcNow(), traces.Issuers[1].Signing);
        traces.Register.Head = register;
        traces.Register.IssuerHeads[1] = first;
        // Not signed by issuer 2.
        traces.Register.IssuerHeads[2] = SignedHead.Sign(
            new ChainHead(9, ChainHead.Empty.Hash),
            "issuer:2",
            traces.Time.GetUtcNow(),
            traces.Issuers[1].Signing
        );

        var id = await traces.Traced();

        await using var database = await traces.Get<IDbContextFactory<AuthorityDatabase>>().CreateDbContextAsync();
        var records = await AuditCommand.Read(database).ToListAsync();
        var entry = Assert.Single(records, record => record.Entry.Kind == "heads-kept").Entry;
        Assert.Equal((register, first), (entry.Facts["registerHead"], entry.Facts["issuer1Head"]));
        Assert.Equal("not-authentic", entry.Facts["issuer2Head"]);
        var kept = await ChainCheck.Kept("authority", records.ToAsyncEnumerable());
        Assert.Equal(["issuer:1", "register"], kept.Of.Keys.Order());
        var heads = await database.Heads.AsNoTracking().OrderBy(head => head.Count).ToListAsync();
        Assert.Equal([("issuer:1", 7L, first), ("register", 12L, register)], heads.Select(head => (head.Side, head.Count, head.Jws)));

        // The order's head covers its own approval.
        var order = await traces.Order(id);
        Tokens.Orders.TraceOrder.Verify(order.Jws, traces.Domain.SigningKey().Public(), traces.Time.GetUtcNow(), out var signed);
        var approved = records.Single(record => record.Entry.Kind == "order-approved");
        Assert.Equal(ChainHead.After(approved), SignedHead.Peek(signed!.SignedHeadOf(traces.Domain.SigningKey().Public())));
    }

    private static async Task Rewrite(AuthorityDatabase database, bool postgres, IReadOnlyList<AuditRecord> chain)
    {
        string[] triggers = postgres
            ? ["DROP TRIGGER IF EXISTS trace_audit_is_never_changed ON trace_audit"]
            : ["DROP TRIGGER IF EXISTS trace_audit_is_never_changed", "DROP TRIGGER IF EXISTS trace_audit_is_never_removed"];
        foreach (var sql in triggers.Append("DELETE FROM trace_audit"))
        {
            await database.Database.ExecuteSqlRawAsync(sql);
        }
        foreach (var record in chain)
        {
            await database.Database.ExecuteSqlAsync(
                $"""INSERT INTO trace_audit ("Number", "Text", "Hash") VALUES ({record.Number}, {record.Text}, {record.Hash})"""
            );
        }
    }
}
