using KiPass.Issuer.Storage;
using KiPass.Testing;

namespace KiPass.Issuer.Tests.Storage;

/// <summary>Transactions on SQLite wait in order.</summary>
public sealed class TransactionOrderTests
{
    [Fact]
    public async Task Transactions_begin_in_the_order_in_which_they_asked_and_do_not_block_a_thread_meanwhile()
    {
        using var folder = new TemporaryFolder();
        await using var database = new SqliteIssuerDatabase(folder.Path);
        database.Migrate();
        var first = await database.Begin(null, CancellationToken.None);
        List<Task<DatabaseSession>> waiting = [.. Enumerable.Range(0, 20).Select(_ => database.Begin(null, CancellationToken.None))];
        Assert.All(waiting, one => Assert.False(one.IsCompleted));
        await first.DisposeAsync();
        for (var i = 0; i < waiting.Count; i++)
        {
            var session = await waiting[i];
            Assert.All(waiting.Skip(i + 1), one => Assert.False(one.IsCompleted));
            await session.DisposeAsync();
        }
    }

    [Fact]
    public async Task A_transaction_that_is_given_up_lets_the_next_one_begin()
    {
        using var folder = new TemporaryFolder();
        await using var database = new SqliteIssuerDatabase(folder.Path);
        database.Migrate();
        var first = await database.Begin(null, CancellationToken.None);
        using var left = new CancellationTokenSource();
        var second = database.Begin(null, left.Token);
        var third = database.Begin(null, CancellationToken.None);
        await left.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second);
        await first.DisposeAsync();
        await (await third).DisposeAsync();
    }
}
