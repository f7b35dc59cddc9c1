using KiPass.Tokens;

namespace KiPass.Grains.Visits;

/// <summary>
/// Opens and destroys the days of the visit log; in PostgreSQL the role <c>destroyer</c>, which can do this through functions that check the
/// age themselves and nothing else. All methods are repeatable, also by two silos at once.
/// </summary>
internal interface IVisitPartitions
{
    /// <summary>Makes sure that the day can be written (a partition or a file).</summary>
    Task OpenDay(KoreanDay day, CancellationToken cancellationToken);

    /// <summary>Gives a day that is no longer written the index that traces want.</summary>
    Task CloseDay(KoreanDay day, CancellationToken cancellationToken);

    /// <summary>The days whose bytes are still stored, oldest first: visits, voids and paper visits alike.</summary>
    Task<IReadOnlyList<KoreanDay>> DaysHeld(CancellationToken cancellationToken);

    /// <summary>How many visits and paper visits a day holds; 0 also when its file is too damaged to be counted.</summary>
    Task<long> CountDay(KoreanDay day, CancellationToken cancellationToken);

    /// <summary>Destroys all of a day: visits, voids and paper visits.</summary>
    /// <returns>How many visits and paper visits were destroyed; null when another silo had done it already.</returns>
    Task<long?> DestroyDay(KoreanDay day, CancellationToken cancellationToken);
}
