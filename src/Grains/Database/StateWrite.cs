using Orleans.Storage;

namespace KiPass.Grains.Database;

/// <summary>
/// Writes grain state without letting a database exception leave the grain, and without memory getting ahead of the table.
/// </summary>
internal static class StateWrite
{
    /// <summary>Sets and writes a new state; if that fails, restores the previous state in memory.</summary>
    /// <remarks>
    /// After any outcome other than <see cref="WriteOutcome.Written"/>, memory and table can differ: the grain must deactivate itself.
    /// </remarks>
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
            // Orleans wraps the exceptions of the database.
            storage.State = before;
            return WriteOutcome.Unconfirmed;
        }
    }
}

internal enum WriteOutcome
{
    Written,

    /// <summary>Another activation has written in the meantime; nothing was stored.</summary>
    Superseded,

    /// <summary>The database did not answer; the state may or may not be stored.</summary>
    Unconfirmed,
}
