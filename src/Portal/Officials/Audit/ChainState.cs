using KiPass.Portal.Officials.Keys;
using KiPass.Portal.Officials.Store;
using KiPass.Tokens.Audit;
using Microsoft.EntityFrameworkCore;

namespace KiPass.Portal.Officials.Audit;

/// <summary>Verification result of the authority's chain, and the chain heads received from other parties.</summary>
/// <param name="At">When the chain was read.</param>
/// <param name="Report">The verification report.</param>
/// <param name="Kept">The last head of each other party: the party, its number of entries, and when the head was received.</param>
internal sealed record ChainFinding(
    DateTimeOffset At,
    ChainReport Report,
    IReadOnlyList<(string Side, long Count, DateTimeOffset At)> Kept
);

/// <summary>Verifies the authority's entire chain, at most once a minute.</summary>
internal sealed class ChainState(IDbContextFactory<AuthorityDatabase> databases, IAuthorityKeys keys, TimeProvider time) : IDisposable
{
    private static readonly TimeSpan GoodFor = TimeSpan.FromMinutes(1);
    private readonly SemaphoreSlim once = new(1);
    private ChainFinding? last;

    public async Task<ChainFinding> Get()
    {
        await once.WaitAsync();
        try
        {
            return last is { } known && time.GetUtcNow() - known.At < GoodFor ? known : last = await Read();
        }
        finally
        {
            once.Release();
        }
    }

    public void Dispose() => once.Dispose();

    private async Task<ChainFinding> Read()
    {
        await using var database = await databases.CreateDbContextAsync();
        var report = await ChainCheck.Verify("authority", keys.Signing().PublicKey, AuditCommand.Read(database), []);
        var kept = (await database.Heads.AsNoTracking().ToListAsync())
            .GroupBy(head => head.Side)
            .Select(side => side.MaxBy(head => head.Count)!)
            .OrderBy(head => head.Side, StringComparer.Ordinal);
        return new ChainFinding(time.GetUtcNow(), report, [.. kept.Select(head => (head.Side, head.Count, head.At))]);
    }
}
