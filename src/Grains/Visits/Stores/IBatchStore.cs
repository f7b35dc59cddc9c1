namespace KiPass.Grains.Visits.Stores;

/// <summary>Stores batches, one at a time; an <see cref="AppendQueue"/> replaces a store whose batch took too long.</summary>
internal interface IBatchStore : IAsyncDisposable
{
    /// <summary>Stores a batch.</summary>
    /// <param name="visits">Sorted by token, at most <see cref="AppendQueue.BatchLimit"/>; a token can occur more than once.</param>
    /// <returns>
    /// One answer per visit, in the same order; valid until the next call. Throws when it is not certain that the commit happened.
    /// </returns>
    ValueTask<IReadOnlyList<Recording>> Store(IReadOnlyList<Visit> visits);
}
