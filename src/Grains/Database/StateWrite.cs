using Orleans.Storage;

namespace KiPass.Grains.Database;

/// <summary>Writes a grain's state so that no database's exception crosses a grain and memory never runs ahead of the table.</summary>
internal static class StateWrite
{
    /// <summary>Puts a new state in place and writes it; when that fails, the former state is back in memory.</summary>
    /// <remarks>After anything but <see cref="WriteOutcome.Written"/> memory and table may differ: the grain deactivates itself.</remarks>
    public static async Task<WriteOutcome> TryWrite<T>(this IPersistentState<T> storage, T next)
    {
        var before = storage.State;
        storage.State = next;
        try
        {
            await storage.WriteStateAsync();
            return WriteOutcome.Written;
        }
        catch (InconsistentStateException)
        {
            storage.State = before;
            return WriteOutcome.Superseded;
        }
        catch (Exception exception)
            when (StoreErrors.IsOfStore(exception)
                || exception is OrleansException { InnerException: { } inner } && StoreErrors.IsOfStore(inner)
            )
        {
            // Orleans wraps what the database throws.
            storage.State = before;
            return WriteOutcome.Unconfirmed;
        }
    }
}

internal enum WriteOutcome
{
    Written,

    /// <summary>Another activation has written since this one read: nothing of this write is stored.</summary>
    Superseded,

    /// <summary>The database did not answer: perhaps stored, perhaps not.</summary>
    Unconfirmed,
}
