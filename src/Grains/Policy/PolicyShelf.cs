using KiPass.Contracts.Policy;

namespace KiPass.Grains.Policy;

/// <summary>The policy on each silo, read from its grain when it is older than 5 s: a question about it costs no call.</summary>
internal sealed class PolicyShelf(IGrainFactory grains, TimeProvider time)
{
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(5);

    private volatile Copy? copy;

    /// <summary>The policy, at most 5 s old; older only while its grain cannot be asked, and then as it was last read.</summary>
    public async ValueTask<PolicyBook> Current()
    {
        var held = copy;
        if (held is not null && time.GetUtcNow() - held.ReadAt < Fresh)
        {
            return held.Book;
        }
        var readAt = time.GetUtcNow();
        try
        {
            var entries = await grains.GetGrain<IPolicyReader>(IPolicyGrain.Key).Entries();
            held = new Copy(held is not null && Same(held.Entries, entries) ? held.Book : PolicyBook.Of(entries), entries, readAt);
            copy = held;
        }
        catch (Exception) when (held is not null)
        {
            // What is in force changes a few times a month; a page or a door does not stop because the grain is moving.
        }
        return held.Book;
    }

    /// <summary>The policy as it would be with another order.</summary>
    public async ValueTask<(PolicyBook Before, PolicyBook After)> With(RestrictionOrder order)
    {
        var before = await Current();
        var entries = copy!.Entries;
        var after = entries with { Orders = entries.Orders.Add(new RestrictionOrderEntry(order, "", time.GetUtcNow())) };
        return (before, PolicyBook.Of(after));
    }

    /// <summary>The policy as it would be after another change of the level.</summary>
    public async ValueTask<(PolicyBook Before, PolicyBook After)> With(LevelChange change)
    {
        var before = await Current();
        var entries = copy!.Entries;
        var after = entries with { Levels = entries.Levels.Add(new LevelEntry(change, "", time.GetUtcNow())) };
        return (before, PolicyBook.Of(after));
    }

    private static bool Same(PolicyHistory one, PolicyHistory other) =>
        one.Orders.SequenceEqual(other.Orders) && one.Exemptions.SequenceEqual(other.Exemptions) && one.Levels.SequenceEqual(other.Levels);

    private sealed record Copy(PolicyBook Book, PolicyHistory Entries, DateTimeOffset ReadAt);
}
