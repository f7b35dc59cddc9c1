using KiPass.Tokens;

namespace KiPass.Grains.Visits;

/// <summary>
/// Opens and destroys the days of the visit log. In PostgreSQL this is the role <c>destroyer</c>, which can only call functions that check
/// a day's age themselves. All methods are idempotent, even when two silos call them at the same time.
/// </summary>
internal interface IVisitPartitions
{
    /// <summary>Ensures that visits of the day can be written (creates its partition or file).</summary>
    Task OpenDay(KoreanDay day, CancellationToken cancellationToken);

    /// <summary>Creates the index for traces on a day to which nothing is written any more.</summary>
    Task CloseDay(KoreanDay day, CancellationToken cancellationToken);

    /// <summary>The days of which visits, voids or paper visits are still stored, oldest first.</summary>
    Task<IReadOnlyList<KoreanDay>> DaysHeld(CancellationToken cancellationToken);

    /// <summary>Number of visits and paper visits of a day; also 0 when its file is too damaged to be read.</summary>
    Task<long> CountDay(KoreanDay day, CancellationToken cancellationToken);

    /// <summary>Destroys a day: visits, voids and paper visits.</summary>
    /// <returns>Number of visits and paper visits destroyed; null when the day had already been destroyed.</returns>
    Task<long?> DestroyDay(KoreanDay day, CancellationToken cancellationToken);
}
