using KiPass.SystemTests.Door;
using KiPass.SystemTests.Portal;
using KiPass.SystemTests.Traces;
using KiPass.Testing;
using Microsoft.Playwright;
using Npgsql;

namespace KiPass.SystemTests.Audit;

/// <summary>
/// Goal: a database superuser cannot tamper with an audit chain undetected. Method: a trace over real processes on PostgreSQL, then a
/// superuser changes, removes and swaps entries of all three chains while the programs run, and <c>./kipass audit verify</c> must find them.
/// </summary>
public sealed class AuditVerifyPostgresTests
{
    private sealed record Chain(string Side, string Database, string Table, string Number, string Text, string Hash);

    private static readonly Chain[] Chains =
    [
        new("register", "kipass_register", "audit_entry", "number", "text", "hash"),
        new("issuer:1", "kipass_issuer", "audit", "number", "record", "hash"),
        new("authority", "kipass_authority", "trace_audit", "\"Number\"", "\"Text\"", "\"Hash\""),
    ];

    // What is done, as SQL over {0} table, {1} number, {2} text, {3} hash; and what must be said of entry 1.
    private static readonly (string How, string Sql, string Finding)[] Deeds =
    [
        ("changed", "UPDATE {0} SET {2} = replace({2}, '\"facts\"', '\"fact\"') WHERE {1} = 1", "it was changed"),
        ("removed", "DELETE FROM {0} WHERE {1} = 1", "it was removed or moved"),
        ("reordered", "UPDATE {0} a SET {2} = b.{2}, {3} = b.{3} FROM {0} b WHERE (a.{1}, b.{1}) IN ((1, 2), (2, 1))", "it was changed"),
    ];

    [Fact]
    public async Task Audit_verify_finds_entries_that_a_superuser_changed_removed_or_swapped()
    {
        await using var postgres = await PostgresServer.StartAsync();
        await using var stack = await KiPassStack.Start(demo: true, postgres.Url);
        await Trace(stack);
        var whole = await Verify(stack, expected: 0);
        Assert.All(whole, line => Assert.Matches(@"entries  intact; agrees with \d+ heads kept by \S+ and \S+$", line));

        foreach (var (how, sql, finding) in Deeds)
        {
            var lines = await Done(how, sql, Chains);
            Assert.All(Chains.Zip(lines), found => Assert.Contains($"{found.First.Side} ", found.Second, StringComparison.Ordinal));
            Assert.All(lines, line => Assert.Contains($"BROKEN at entry 1: {finding}", line, StringComparison.Ordinal));
        }
        // What the others keep shows it: they would have to be cut off, too.
        foreach (var chain in Chains)
        {
            var lines = await Done("cut off", "DELETE FROM {0} WHERE {1} > 1", [chain]);
            Assert.All(
                lines,
                line =>
                    Assert.Contains(
                        line.StartsWith(chain.Side, StringComparison.Ordinal) ? "BROKEN at entry 2: cut off; " : "intact; agrees with ",
                        line,
                        StringComparison.Ordinal
                    )
            );
        }
        await Verify(stack, expected: 0);

        async Task<string[]> Done(string how, string sql, IReadOnlyList<Chain> chains)
        {
            foreach (var chain in chains)
            {
                await As(postgres, chain.Database, $"CREATE TABLE kept AS TABLE {chain.Table}");
                Assert.True(await As(postgres, chain.Database, Of(sql, chain)) > 0, $"Nothing was {how} in {chain.Side}.");
            }
            var lines = await Verify(stack, expected: 1);
            foreach (var chain in chains)
            {
                // What was written meanwhile stays; the rest comes back as it was.
                var back = "DELETE FROM {0} WHERE {1} IN (SELECT {1} FROM kept); INSERT INTO {0} TABLE kept; DROP TABLE kept";
                await As(postgres, chain.Database, Of(back, chain));
            }
            return lines;
        }
    }

    private static async Task Trace(KiPassStack stack)
    {
        using var playwright = await Playwright.CreateAsync();
        await using var browser = await Chromium.Launch(playwright);
        var asks = await SignedIn(browser, stack, "official");
        var approves = await SignedIn(browser, stack, "approver");
        var index = stack.Demo.GetProperty("indexCase");
        await asks.NewCase();
        await asks.Write(index.GetProperty("name").GetString()!, index.GetProperty("phone").GetString()!);
        var order = await asks.Send();
        await approves.Approve(order);
        await asks.WaitForSelectorAsync("#export", new() { Timeout = 60_000 });
        await asks.WaitForSelectorAsync(".facility-head .chip-accepted", new() { Timeout = 60_000 });
    }

    private static async Task<IPage> SignedIn(IBrowser browser, KiPassStack stack, string role)
    {
        var context = await browser.NewContextAsync(
            new BrowserNewContextOptions { BaseURL = stack.Officials.ToString(), BypassCSP = true }
        );
        context.SetDefaultTimeout(30_000);
        await PortalFixture.Prefer(context, stack.Officials, "ko", "light");
        var page = await context.NewPageAsync();
        await page.SignIn(PortalFixture.AccountOf(stack, role));
        return page;
    }

    private static async Task<string[]> Verify(KiPassStack stack, int expected)
    {
        var (exitCode, output) = await KiPassStack.Command("audit", "verify", "--data", stack.Data);
        Assert.True(exitCode == expected, output);
        return output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    private static string Of(string sql, Chain chain) =>
        string.Format(System.Globalization.CultureInfo.InvariantCulture, sql, chain.Table, chain.Number, chain.Text, chain.Hash);

    // Without triggers, as only a superuser can.
    private static async Task<int> As(PostgresServer postgres, string database, string sql)
    {
        await using var source = NpgsqlDataSource.Create(postgres.ConnectionString(database) + ";Pooling=false");
        await using var connection = await source.OpenConnectionAsync();
        await using var command = new NpgsqlCommand($"SET session_replication_role = replica; {sql}", connection);
        return await command.ExecuteNonQueryAsync();
    }
}
