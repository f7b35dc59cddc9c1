using KiPass.Grains.Visits;

namespace KiPass.Grains.Storage;

/// <summary>Stores batches, one at a time; each writer of an <see cref="AppendQueue"/> has its own.</summary>
internal interface IBatchStore : IAsyncDisposable
{
    /// <summary>Stores a batch.</summary>
    /// <param name="visits">Ordered by token, at most <see cref="AppendQueue.BatchLimit"/>; a token may occur more than once.</param>
    /// <returns>An answer for each visit, in their order; valid until the next call. Throws when the commit is not certain.</returns>
    ValueTask<IReadOnlyList<Recording>> Store(IReadOnlyList<Visit> visits);
}
