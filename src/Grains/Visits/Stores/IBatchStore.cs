namespace KiPass.Grains.Visits.Stores;

/// <summary>Stores batches, one at a time; an <see cref="AppendQueue"/> begins a new one after a batch that took too long.</summary>
internal interface IBatchStore : IAsyncDisposable
{
    /// <summary>Stores a batch.</summary>
    /// <param name="visits">Ordered by token, at most <see cref="AppendQueue.BatchLimit"/>; a token may occur more than once.</param>
    /// <returns>An answer for each visit, in their order; valid until the next call. Throws when the commit is not certain.</returns>
    ValueTask<IReadOnlyList<Recording>> Store(IReadOnlyList<Visit> visits);
}
