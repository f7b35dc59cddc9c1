using KiPass.Portal.Officials.Traces.LineList;
using KiPass.Tokens.Orders;

namespace KiPass.Portal.Officials.Traces.Views;

/// <summary>A facility to which contacts went next.</summary>
/// <param name="Facility">Which.</param>
/// <param name="People">How many contacts, each once.</param>
/// <param name="First">When the first of them entered.</param>
/// <param name="Last">When the last of them entered.</param>
internal sealed record ForwardPlace(FoundFacility Facility, int People, DateTimeOffset First, DateTimeOffset Last)
{
    /// <summary>Counts by facility, most people first: who they are stands in the line list.</summary>
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
