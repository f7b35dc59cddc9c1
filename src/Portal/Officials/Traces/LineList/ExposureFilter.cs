using KiPass.Tokens;
using KiPass.Tokens.Orders;

namespace KiPass.Portal.Officials.Traces.LineList;

/// <summary>A filter by place and time, chosen in a view of the trace: a stop of the case, or a facility and an hour of the day.</summary>
internal sealed record ExposureFilter
{
    private ExposureFilter(Guid facility) => Facility = facility;

    public Guid Facility { get; }

    /// <summary>Start of the stop; null for an hour of the day.</summary>
    public DateTimeOffset? From { get; private init; }

    /// <summary>End of the stop, exclusive.</summary>
    public DateTimeOffset? Until { get; private init; }

    /// <summary>The day of the hour, in Korean time; null: all days.</summary>
    public KoreanDay? Day { get; private init; }

    /// <summary>The hour, 0 to 23 in Korean time; null for a stop.</summary>
    public int? Hour { get; private init; }

    /// <summary>People who were with the case during one of its stays.</summary>
    public static ExposureFilter Stop(FoundStay stay) => new(stay.Facility) { From = stay.EnteredAt, Until = stay.LeftAt };

    /// <summary>People who were with the case in an hour of the day: a cell of the heat map.</summary>
    public static ExposureFilter Cell(Guid facility, int hour, KoreanDay? day) => new(facility) { Hour = hour, Day = day };

    /// <summary>Whether a time together with the case fits.</summary>
    public bool Fits(LineExposure exposure) =>
        exposure.Facility.Id == Facility
        && (
            Hour is { } wanted
                ? Hours(exposure).Any(hour => hour.Hour == wanted && (Day is null || KoreanDay.Of(hour) == Day))
                : exposure.From < Until && (exposure.Until > From || exposure.From >= From)
        );

    /// <summary>
    /// The hours in Korean time in which a contact was with the case. A contact shorter than one minute counts in the hour in which it
    /// starts.
    /// </summary>
    public static IEnumerable<DateTimeOffset> Hours(LineExposure exposure)
    {
        var local = exposure.From.ToOffset(KoreanDay.Offset);
        var until = local.AddMinutes(Math.Max(1, exposure.Minutes));
        for (
            var hour = local.AddMinutes(-local.Minute).AddSeconds(-local.Second).AddMilliseconds(-local.Millisecond);
            hour < until;
            hour = hour.AddHours(1)
        )
        {
            yield return hour;
        }
    }
}
