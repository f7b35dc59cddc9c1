namespace KiPass.Grains.Traces;

/// <summary>Asynchronous calls with a limited degree of parallelism, so that a trace leaves the silo's capacity to scans.</summary>
/// <remarks>
/// <see cref="Parallel"/> would run one call at a time in a grain: it never exceeds the scheduler's maximum concurrency, and that of a grain
/// is 1.
/// </remarks>
internal static class BoundedParallel
{
    /// <summary>The results in the order of the items. Runs on the caller's scheduler, as a grain requires.</summary>
    public static async Task<TResult[]> Select<T, TResult>(
        IReadOnlyList<T> items,
        int maxConcurrency,
        Func<T, Task<TResult>> selector,
        CancellationToken cancellationToken
    )
    {
        using var free = new SemaphoreSlim(maxConcurrency);
        return await Task.WhenAll(items.Select(SelectWhenFree));

        async Task<TResult> SelectWhenFree(T item)
        {
            await free.WaitAsync(cancellationToken);
            try
            {
                cancellationToken.ThrowIfCancellationRequested();
                return await selector(item);
            }
            finally
            {
                free.Release();
            }
        }
    }
}
