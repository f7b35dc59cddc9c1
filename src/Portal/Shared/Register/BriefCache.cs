namespace KiPass.Portal.Shared.Register;

/// <summary>
/// Keeps one value for a short time, for pages that anyone may open: however often they are loaded, the register and the database are asked
/// once in this time, and by one request at a time.
/// </summary>
/// <param name="kept">How long a value is used.</param>
public sealed class BriefCache<T>(TimeSpan kept, TimeProvider time) : IDisposable
{
    private readonly SemaphoreSlim turn = new(1, 1);
    private (T Value, long At)? known;

    /// <summary>Returns the value, and reads it if it is older.</summary>
    public async Task<T> Get(Func<Task<T>> read)
    {
        if (Fresh(out var value))
        {
            return value;
        }
        await turn.WaitAsync();
        try
        {
            if (!Fresh(out value))
            {
                value = await read();
                known = (value, time.GetTimestamp());
            }
            return value;
        }
        finally
        {
            turn.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => turn.Dispose();

    private bool Fresh(out T value)
    {
        var current = known;
        value = current is { } found ? found.Value : default!;
        return current is { } one && time.GetElapsedTime(one.At) < kept;
    }
}
