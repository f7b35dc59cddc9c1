using KiPass.Tokens;
using Microsoft.Data.Sqlite;

namespace KiPass.Grains.Visits.Stores.Sqlite;

/// <summary>Opens and destroys the SQLite files of days; refuses to destroy a day that is not four weeks old.</summary>
internal sealed class SqliteVisitPartitions(VisitFiles files, TimeProvider time) : IVisitPartitions
{
    public Task OpenDay(KoreanDay day, CancellationToken cancellationToken) =>
        Task.Run(
            () =>
            {
                lock (files.Writing)
                {
                    files.Writer(day);
                }
            },
            cancellationToken
        );

    // A day's file is created with its index on the ticket.
    public Task CloseDay(KoreanDay day, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task<IReadOnlyList<KoreanDay>> DaysHeld(CancellationToken cancellationToken) => Task.Run(files.Days, cancellationToken);

    public Task<long> CountDay(KoreanDay day, CancellationToken cancellationToken) => Task.Run(() => Count(day), cancellationToken);

    public Task<long?> DestroyDay(KoreanDay day, CancellationToken cancellationToken)
    {
        if (!RetentionRule.IsDue(day, time.GetUtcNow()))
        {
            throw new InvalidOperationException($"Day {day} is not four weeks old.");
        }
        return Task.Run(
            () =>
            {
                lock (files.Writing)
                {
                    if (!files.Days().Contains(day))
                    {
                        return null;
                    }
                    var count = Count(day);
                    files.Delete(day);
                    return (long?)count;
                }
            },
            cancellationToken
        );
    }

    private long Count(KoreanDay day)
    {
        try
        {
            using var connection = files.Reader(day);
            using var command = connection?.Command("SELECT (SELECT count(*) FROM visit) + (SELECT count(*) FROM paper)");
            return (long?)command?.ExecuteScalar() ?? 0;
        }
        catch (SqliteException)
        {
            // A file that is too damaged to be counted must still be destroyed.
            return 0;
        }
    }
}
