using KiPass.Portal.Officials.Traces.LineList;
using KiPass.Tokens.Orders;

namespace KiPass.Portal.Officials.Traces.Views;

/// <summary>A facility that contacts visited next.</summary>
/// <param name="Facility">The facility.</param>
/// <param name="People">Number of contacts. Each person counts once.</param>
/// <param name="First">Entry time of the first contact.</param>
/// <param name="Last">Entry time of the last contact.</param>
internal sealed record ForwardPlace(FoundFacility Facility, int People, DateTimeOffset First, DateTimeOffset Last)
{
    /// <summary>Counts contacts by facility, highest count first. Only the line list shows their identities.</summary>
    public static IReadOnlyList<ForwardPlace> Of(IReadOnlyList<LineRow> rows) =>
        [
            .. rows.SelectMany((row, person) => row.Next.Select(stay => (stay, person)))
                .GroupBy(next => next.stay.Facility)
                .Select(place => new ForwardPlace(
                    place.Key,
                    place.Select(next => next.person).Distinct().Count(),
                    place.Min(next => next.stay.EnteredAt),
                    place.Max(next => next.stay.EnteredAt)
                ))
                .OrderByDescending(place => place.People)
                .ThenBy(place => place.First),
        ];
}
