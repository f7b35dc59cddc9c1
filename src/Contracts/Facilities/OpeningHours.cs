using System.Collections.Immutable;

namespace KiPass.Contracts.Facilities;

/// <summary>When a facility is open (영업시간), Korean time: shown to its owner and to officials; nothing is refused outside of it.</summary>
/// <param name="Days">Seven, from Monday to Sunday; null on a day when it is closed. Empty: not stated.</param>
[GenerateSerializer, Immutable, Alias("kipass.opening-hours")]
public sealed record OpeningHours([property: Id(0)] ImmutableArray<DayHours?> Days)
{
    /// <summary>Not stated.</summary>
    public static readonly OpeningHours Unstated = new([]);
}

/// <summary>Opening hours of one day.</summary>
/// <param name="Opens">When it opens.</param>
/// <param name="Closes">When it closes; not after <paramref name="Opens"/>: on the next day (a bar that closes at 03:00).</param>
[GenerateSerializer, Immutable, Alias("kipass.day-hours")]
public sealed record DayHours([property: Id(0)] TimeOnly Opens, [property: Id(1)] TimeOnly Closes);
