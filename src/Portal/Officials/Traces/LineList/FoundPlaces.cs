using KiPass.Tokens.Orders;

namespace KiPass.Portal.Officials.Traces.LineList;

/// <summary>Converts stays of the register's findings to those of the line list.</summary>
/// <param name="findings">The verified findings.</param>
/// <param name="windowEnd">End of the time window of the order; null if it starts from an index person.</param>
internal sealed class FoundPlaces(TraceFindings findings, DateTimeOffset? windowEnd)
{
    private static readonly TimeSpan OneMinute = TimeSpan.FromMinutes(1);

    // The findings have milliseconds and the register counts minutes in finer steps.
    private static readonly TimeSpan Rounding = TimeSpan.FromMilliseconds(1);

    private readonly Dictionary<Guid, FoundFacility> facilities = ById(findings.Facilities);
    private readonly Dictionary<Guid, FoundFacility> forward = ById(findings.Onward?.Facilities ?? []);
    private readonly ILookup<Guid, DateTimeOffset> ends = findings.Case.ToLookup(stay => stay.Facility, stay => stay.LeftAt);

    /// <summary>Times together with the case at the facilities of the findings.</summary>
    public IReadOnlyList<LineExposure> Exposures(IReadOnlyList<FoundExposure> found) =>
        [
            .. found
                .Where(exposure => facilities.ContainsKey(exposure.Stay.Facility))
                .Select(exposure => new LineExposure(
                    facilities[exposure.Stay.Facility],
                    exposure.Stay.Zone,
                    exposure.Stay.EnteredAt,
                    exposure.Stay.LeftAt,
                    exposure.Stay.Exit,
                    exposure.From,
                    End(exposure),
                    exposure.Stay.ReceivedAt
                )),
        ];

    /// <summary>Later stays at the facilities of the forward view.</summary>
    public IReadOnlyList<NextStay> Next(IReadOnlyList<FoundStay> found) =>
        [
            .. found
                .Where(stay => forward.ContainsKey(stay.Facility))
                .Select(stay => new NextStay(forward[stay.Facility], stay.Zone, stay.EnteredAt, stay.LeftAt, stay.Exit)),
        ];

    // The findings have whole minutes. Without the seconds, many short times together would never add up to a close contact, so the end is
    // taken from the stay that ended first.
    private DateTimeOffset End(FoundExposure exposure)
    {
        var (from, leftAt) = (exposure.From, exposure.Stay.LeftAt);
        var most = Math.Max(0, (int)(leftAt + Rounding - from).TotalMinutes);
        var atLeast = from.AddMinutes(Math.Clamp(exposure.Minutes, 0, most));
        var end = ends[exposure.Stay.Facility]
            .Append(windowEnd ?? leftAt)
            .Append(leftAt)
            .Where(at => at >= atLeast - Rounding && at - atLeast < OneMinute + Rounding)
            .DefaultIfEmpty(atLeast)
            .Min();
        return end < atLeast ? atLeast : end;
    }

    private static Dictionary<Guid, FoundFacility> ById(IReadOnlyList<FoundFacility> found) =>
        found.DistinctBy(facility => facility.Id).ToDictionary(facility => facility.Id);
}
