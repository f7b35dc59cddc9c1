using KiPass.Portal.Officials.Store;
using KiPass.Tokens;
using Microsoft.EntityFrameworkCore;

namespace KiPass.Portal.Officials.Keys;

/// <summary>
/// Creates a new encryption key each week, announces it with a signed statement, and destroys the private part of a retired key 28 days after its last use. A key is in use if it
/// is the current key, if it decrypted something, or if the register still pins it, because scanners encrypt paper visits with the pinned
/// key.
/// </summary>
internal sealed class KeyRotation(IAuthorityKeys keys, Ledger ledger, IDbContextFactory<AuthorityDatabase> databases, TimeProvider time)
{
    private static readonly TimeSpan Week = TimeSpan.FromDays(7);
    private static readonly TimeSpan KeptUnused = TimeSpan.FromDays(28);
    private static readonly TimeSpan Often = TimeSpan.FromHours(1);

    /// <summary>Rotates and destroys the keys that are due. Can be repeated safely.</summary>
    /// <param name="pinned">Thumbprint of the key that the register pins; null if the register did not answer.</param>
    public async Task Run(string? pinned, CancellationToken cancellationToken = default)
    {
        await ledger.Change(
            async entries =>
            {
                await DestroyAgain(entries, cancellationToken);
                var rows = await entries.Rows.Keys.Where(key => key.DestroyedAt == null).ToListAsync(cancellationToken);
                var current = Row(entries, rows, keys.Current().PublicKey.Thumbprint);
                foreach (var key in keys.Retired())
                {
                    Row(entries, rows, key.PublicKey.Thumbprint).RetiredAt ??= entries.Now;
                }
                if (entries.Now - current.MadeAt >= Week)
                {
                    current = Rotate(entries, rows, current);
                }
                keys.Announce(KoreanDay.Of(entries.Now));
                current.LastUsedAt = entries.Now;
                if (rows.FirstOrDefault(row => row.Thumbprint == pinned) is { } inUse)
                {
                    inUse.LastUsedAt = entries.Now;
                }
                foreach (var row in rows.Where(row => row.RetiredAt is not null && entries.Now - row.LastUsedAt >= KeptUnused))
                {
                    keys.Destroy(row.Thumbprint);
                    row.DestroyedAt = entries.Now;
                    entries.Note("key-destroyed", null, ("key", row.Thumbprint));
                }
                return true;
            },
            overtaken: false,
            cancellationToken
        );
    }

    /// <summary>Records that a key decrypted something, at most once an hour per key.</summary>
    public async Task Used(string thumbprint)
    {
        var now = time.GetUtcNow();
        var before = now - Often;
        await using var database = await databases.CreateDbContextAsync();
        await database
            .Keys.Where(key => key.Thumbprint == thumbprint && key.LastUsedAt < before)
            .ExecuteUpdateAsync(key => key.SetProperty(row => row.LastUsedAt, now));
    }

    // Restoring a backup can bring back keys that were destroyed since the backup was made.
    private async Task DestroyAgain(Ledger.Entries entries, CancellationToken cancellationToken)
    {
        var destroyed = await entries
            .Rows.Keys.Where(key => key.DestroyedAt != null)
            .Select(key => key.Thumbprint)
            .ToListAsync(cancellationToken);
        if (destroyed.Contains(keys.Current().PublicKey.Thumbprint))
        {
            keys.Rotate();
        }
        foreach (var thumbprint in keys.Retired().Select(key => key.PublicKey.Thumbprint).Where(destroyed.Contains))
        {
            keys.Destroy(thumbprint);
            entries.Note("key-destroyed", null, ("key", thumbprint));
        }
    }

    private KeyRow Rotate(Ledger.Entries entries, List<KeyRow> rows, KeyRow current)
    {
        var fresh = keys.Rotate().Thumbprint;
        current.RetiredAt = current.LastUsedAt = entries.Now;
        entries.Note("key-rotated", null, ("retired", current.Thumbprint), ("key", fresh));
        return Row(entries, rows, fresh);
    }

    private static KeyRow Row(Ledger.Entries entries, List<KeyRow> rows, string thumbprint)
    {
        if (rows.FirstOrDefault(row => row.Thumbprint == thumbprint) is { } known)
        {
            return known;
        }
        var row = new KeyRow
        {
            Thumbprint = thumbprint,
            MadeAt = entries.Now,
            LastUsedAt = entries.Now,
        };
        rows.Add(row);
        entries.Rows.Keys.Add(row);
        return row;
    }
}
