using System.Collections.Immutable;

namespace KiPass.Contracts.Facilities;

/// <summary>Opening hours of a facility (영업시간), Korean time. Informative only: scans outside of them are not refused.</summary>
/// <param name="Days">Seven days from Monday to Sunday; null for a closed day. Empty: not stated.</param>
[GenerateSerializer, Immutable, Alias("kipass.opening-hours")]
public sealed record OpeningHours([property: Id(0)] ImmutableArray<DayHours?> Days)
{
    /// <summary>Not stated.</summary>
    public static readonly OpeningHours Unstated = new([]);
}

/// <summary>Opening hours of one day.</summary>
/// <param name="Opens">When it opens.</param>
/// <param name="Closes">
/// When it closes; on the next day if it is not after <paramref name="Opens"/> (for example a bar that closes at 03:00).
/// </param>
[GenerateSerializer, Immutable, Alias("kipass.day-hours")]
public sealed record DayHours([property: Id(0)] TimeOnly Opens, [property: Id(1)] TimeOnly Closes);
