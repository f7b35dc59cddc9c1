namespace KiPass.Grains.BusinessRegistry;

/// <summary>The facilities whose business numbers are checked; implemented by the facilities, so that this folder does not depend on them.</summary>
internal interface IRegisteredBusinesses
{
    /// <summary>Facilities whose next check is due, the longest overdue first.</summary>
    Task<IReadOnlyList<Guid>> Due(DateTimeOffset now, int limit, CancellationToken cancellationToken);

    /// <summary>The question for a facility; null when no check is due.</summary>
    ValueTask<TaxQuestion?> Question(Guid facilityId);

    /// <summary>Delivers the answer to a question of <see cref="Question"/>.</summary>
    ValueTask Answer(Guid facilityId, TaxQuestion question, TaxFinding finding);
}
