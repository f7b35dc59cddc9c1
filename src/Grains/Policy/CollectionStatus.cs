using KiPass.Contracts.Policy;
using KiPass.Tokens;
using Microsoft.Extensions.Logging;

namespace KiPass.Grains.Policy;

/// <summary>
/// The sunset (수집 종료), on each silo for its doors: at crisis level Caution or lower nothing is collected. A question costs no call: the policy
/// is read again in the background, and one some seconds older answers meanwhile.
/// </summary>
internal sealed class CollectionStatus(PolicyShelf shelf, TimeProvider time, ILogger<CollectionStatus> logger)
{
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(5);

    private volatile PolicyBook? book;
    private long askedAt;
    private int asking;

    /// <summary>Whether what is scanned at an instant may no longer be collected.</summary>
    /// <exception cref="Exception">The policy has never been read since the silo began, and cannot be read now.</exception>
    public ValueTask<bool> HasEnded(DateTimeOffset scannedAt)
    {
        if (book is not { } held)
        {
            return AskFirst(scannedAt);
        }
        if (time.GetElapsedTime(Interlocked.Read(ref askedAt)) >= Fresh && Interlocked.Exchange(ref asking, 1) == 0)
        {
            _ = AskAgain();
        }
        return ValueTask.FromResult(EndedAt(held, scannedAt));
    }

    private static bool EndedAt(PolicyBook policy, DateTimeOffset scannedAt) => policy.LevelAt(scannedAt) <= CrisisLevel.Caution;

    private async ValueTask<bool> AskFirst(DateTimeOffset scannedAt)
    {
        await Ask();
        return EndedAt(book!, scannedAt);
    }

    private async Task AskAgain()
    {
        try
        {
            await Ask();
        }
#pragma warning disable CA1031 // A door does not stop because the policy's grain cannot be asked for a moment.
        catch (Exception e)
#pragma warning restore CA1031
        {
            logger.LogWarning("The policy could not be read again: {Error}.", e.GetType().Name);
        }
        finally
        {
            Volatile.Write(ref asking, 0);
        }
    }

    private async Task Ask()
    {
        Interlocked.Exchange(ref askedAt, time.GetTimestamp());
        book = await shelf.Current();
    }
}
