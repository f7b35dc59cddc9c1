using KiPass.Tokens;
using KiPass.Tokens.Passes;

namespace KiPass.Grains.Visits;

/// <summary>
/// Reads visits, for traces and for an owner's counts; in PostgreSQL the role <c>tracer</c>. Every method refuses rows that entered 28 × 24 h
/// ago or earlier, whether or not their bytes are gone already, and leaves out voided visits unless it says otherwise.
/// </summary>
internal interface IVisitReader
{
    /// <summary>Visits of one pseudonym on its day, by time.</summary>
    Task<IReadOnlyList<VisitRow>> OfPseudonym(
        ushort issuer,
        KoreanDay day,
        Pseudonym pseudonym,
        DateTimeOffset now,
        CancellationToken cancellationToken
    );

    /// <summary>Visits of many pseudonyms of one day, in any order: one question for thousands of contacts.</summary>
    Task<IReadOnlyList<VisitRow>> OfPseudonyms(
        KoreanDay day,
        IReadOnlyCollection<(ushort Issuer, Pseudonym Pseudonym)> pseudonyms,
        DateTimeOffset now,
        CancellationToken cancellationToken
    );

    /// <summary>Visits that entered a facility in [from, to), by time.</summary>
    Task<IReadOnlyList<VisitRow>> AtFacility(
        Guid facilityId,
        DateTimeOffset from,
        DateTimeOffset to,
        DateTimeOffset now,
        CancellationToken cancellationToken
    );

    /// <summary>Paper visits that entered a facility in [from, to), by time.</summary>
    Task<IReadOnlyList<PaperVisit>> PaperAtFacility(
        Guid facilityId,
        DateTimeOffset from,
        DateTimeOffset to,
        DateTimeOffset now,
        CancellationToken cancellationToken
    );

    /// <summary>Visits and paper visits of a facility by hour of entry, in [from, to): counts only.</summary>
    Task<IReadOnlyList<HourCount>> CountByHour(
        Guid facilityId,
        DateTimeOffset from,
        DateTimeOffset to,
        DateTimeOffset now,
        CancellationToken cancellationToken
    );

    /// <summary>When the oldest visit still stored entered (also one that readers refuse already); null when there is none. For the health alarm.</summary>
    Task<DateTimeOffset?> OldestHeld(CancellationToken cancellationToken);
}

/// <summary>A visit as a reader sees it.</summary>
[GenerateSerializer, Immutable, Alias("kipass.visit-row")]
internal sealed record VisitRow(
    [property: Id(0)] ushort Issuer,
    [property: Id(1)] KoreanDay Day,
    [property: Id(2)] Pseudonym Pseudonym,
    [property: Id(3)] Guid FacilityId,
    [property: Id(4)] DateTimeOffset EnteredAt,
    [property: Id(5)] Guid DeviceId
);

/// <summary>How many entered in one hour.</summary>
/// <param name="Hour">Start of the hour.</param>
internal readonly record struct HourCount(DateTimeOffset Hour, int Count);
