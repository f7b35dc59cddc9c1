using KiPass.Tokens;
using KiPass.Tokens.Orders;

namespace KiPass.Portal.Officials.Traces.Compare;

/// <summary>A stay of a case at a shared facility.</summary>
internal sealed record SharedStay(TracedCase Case, DateTimeOffset EnteredAt, DateTimeOffset LeftAt);

/// <summary>Stays at a facility on one day in Korean time, and a window for an order that covers them, at most 24 hours long.</summary>
internal sealed record SharedDay(KoreanDay Day, IReadOnlyList<SharedStay> Stays, DateTimeOffset From, DateTimeOffset To);

/// <summary>A facility visited by several cases (backward view, 공통 노출 시설).</summary>
/// <param name="Facility">The facility.</param>
/// <param name="Cases">Number of cases, at least two.</param>
/// <param name="Days">Ordered by time.</param>
internal sealed record SharedPlace(FoundFacility Facility, int Cases, IReadOnlyList<SharedDay> Days);

/// <summary>Finds facilities visited by several cases. Pure.</summary>
internal static class SharedPlaces
{
    private static readonly TimeSpan LongestWindow = TimeSpan.FromDays(1);

    /// <summary>
    /// Returns facilities with at least two cases, ordered by number of cases and then by the latest stay, both descending.
    /// </summary>
    /// <param name="cases">The merged results of each case.</param>
    /// <param name="now">Windows end at this time at the latest.</param>
    public static IReadOnlyList<SharedPlace> Of(IReadOnlyList<TracedCase> cases, DateTimeOffset now)
    {
        var facilities = cases.SelectMany(one => one.Facilities).DistinctBy(facility => facility.Id).ToDictionary(facility => facility.Id);
        return
        [
            .. cases
                .SelectMany(one => one.Stays.Select(stay => (stay.Facility, Stay: new SharedStay(one, stay.EnteredAt, stay.LeftAt))))
                .Where(stay => facilities.ContainsKey(stay.Facility))
                .GroupBy(stay => stay.Facility, stay => stay.Stay)
                .Select(place => (place.Key, Stays: place.DistinctBy(stay => (stay.Case.CaseId, stay.EnteredAt)).ToList()))
                .Select(place => (place.Key, place.Stays, Cases: place.Stays.Select(stay => stay.Case.CaseId).Distinct().Count()))
                .Where(place => place.Cases > 1)
                .OrderByDescending(place => place.Cases)
                .ThenByDescending(place => place.Stays.Max(stay => stay.EnteredAt))
                .Select(place => new SharedPlace(facilities[place.Key], place.Cases, Days(place.Stays, now))),
        ];
    }

    private static IReadOnlyList<SharedDay> Days(List<SharedStay> stays, DateTimeOffset now) =>
        [
            .. stays
                .GroupBy(stay => KoreanDay.Of(stay.EnteredAt))
                .OrderBy(day => day.Key)
                .Select(day =>
                {
                    var from = day.Min(stay => stay.EnteredAt);
                    var to = day.Max(stay => stay.LeftAt);
                    to = to > now ? now : to;
                    return new SharedDay(
                        day.Key,
                        [.. day.OrderBy(stay => stay.EnteredAt)],
                        from,
                        to - from > LongestWindow ? from + LongestWindow : to
                    );
                }),
        ];
}
