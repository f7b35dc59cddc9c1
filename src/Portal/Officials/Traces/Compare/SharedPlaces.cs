using KiPass.Tokens;
using KiPass.Tokens.Orders;

namespace KiPass.Portal.Officials.Traces.Compare;

/// <summary>A stay of a case at a facility where others were, too.</summary>
internal sealed record SharedStay(TracedCase Case, DateTimeOffset EnteredAt, DateTimeOffset LeftAt);

/// <summary>The stays of one Korean day at a facility, and the window that covers them: at most 24 hours, for an order.</summary>
internal sealed record SharedDay(KoreanDay Day, IReadOnlyList<SharedStay> Stays, DateTimeOffset From, DateTimeOffset To);

/// <summary>A facility where several cases were (backward view, 공통 노출 시설).</summary>
/// <param name="Facility">Which.</param>
/// <param name="Cases">How many cases; at least two.</param>
/// <param name="Days">By time.</param>
internal sealed record SharedPlace(FoundFacility Facility, int Cases, IReadOnlyList<SharedDay> Days);

/// <summary>Finds where several cases were. Pure.</summary>
internal static class SharedPlaces
{
    private static readonly TimeSpan LongestWindow = TimeSpan.FromDays(1);

    /// <summary>Facilities of at least two cases, those with most cases first, then the latest.</summary>
    /// <param name="cases">What is known of each case.</param>
    /// <param name="now">Windows end here at the latest.</param>
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
