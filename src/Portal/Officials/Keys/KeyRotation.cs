using KiPass.Portal.Officials.Store;
using Microsoft.EntityFrameworkCore;

namespace KiPass.Portal.Officials.Keys;

/// <summary>
/// A fresh encryption key each week; the private part of an old one is destroyed 28 days after its last use. In use is the current key, one
/// that opened something, and one that the register still has pinned, because scanners seal paper visits to it.
/// </summary>
internal sealed class KeyRotation(IAuthorityKeys keys, Ledger ledger, IDbContextFactory<AuthorityDatabase> databases, TimeProvider time)
{
    private static readonly TimeSpan Week = TimeSpan.FromDays(7);
    private static readonly TimeSpan KeptUnused = TimeSpan.FromDays(28);
    private static readonly TimeSpan Often = TimeSpan.FromHours(1);

    /// <summary>Rotates and destroys what is due; safe to repeat.</summary>
    /// <param name="pinned">Thumbprint of the key that the register has pinned; null when it did not say.</param>
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

    /// <summary>Notes that a key opened something; at most once an hour for each.</summary>
    public async Task Used(string thumbprint)
    {
        var now = time.GetUtcNow();
        var before = now - Often;
        await using var database = await databases.CreateDbContextAsync();
        await database
            .Keys.Where(key => key.Thumbprint == thumbprint && key.LastUsedAt < before)
            .ExecuteUpdateAsync(key => key.SetProperty(row => row.LastUsedAt, now));
    }

    // A restored backup of keys brings back what was destroyed since: it goes again.
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
