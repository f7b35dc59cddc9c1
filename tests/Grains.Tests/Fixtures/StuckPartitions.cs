using KiPass.Grains.Tests.Retention;
using KiPass.Grains.Visits;
using KiPass.Tokens;

namespace KiPass.Grains.Tests.Fixtures;

internal enum Sticking
{
    Not,

    /// <summary>The day cannot be destroyed, as while a long read holds it.</summary>
    Refused,

    /// <summary>The process dies before the day is destroyed.</summary>
    DiesBefore,

    /// <summary>The process dies when the day is destroyed and nothing is recorded yet.</summary>
    DiesAfter,
}

/// <summary>The real partitions, whose destruction fails on demand.</summary>
internal sealed class StuckPartitions(IVisitPartitions partitions) : IVisitPartitions
{
    public Sticking Sticking { get; set; }

    /// <summary>The only day that sticks; null: all.</summary>
    public KoreanDay? Only { get; set; }

    public Task OpenDay(KoreanDay day, CancellationToken cancellationToken) => partitions.OpenDay(day, cancellationToken);

    public Task CloseDay(KoreanDay day, CancellationToken cancellationToken) => partitions.CloseDay(day, cancellationToken);

    public Task<IReadOnlyList<KoreanDay>> DaysHeld(CancellationToken cancellationToken) => partitions.DaysHeld(cancellationToken);

    public Task<long> CountDay(KoreanDay day, CancellationToken cancellationToken) => partitions.CountDay(day, cancellationToken);

    public async Task<long?> DestroyDay(KoreanDay day, CancellationToken cancellationToken)
    {
        if (Sticking == Sticking.Not || (Only is { } only && only != day))
        {
            return await partitions.DestroyDay(day, cancellationToken);
        }
        switch (Sticking)
        {
            case Sticking.Refused:
                throw new TimeoutException("Somebody reads it.");
            case Sticking.DiesAfter:
                await partitions.DestroyDay(day, cancellationToken);
                throw new InvalidOperationException("The process died.");
            default:
                throw new InvalidOperationException("The process died.");
        }
    }
}
