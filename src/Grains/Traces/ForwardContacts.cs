using KiPass.Contracts.Access;
using KiPass.Grains.Facilities;
using KiPass.Grains.Visits;

namespace KiPass.Grains.Traces;

/// <summary>
/// Where contacts went after they were exposed to the case (forward view, 이후 동선). Limited to the Korean day of each ticket, because
/// tickets of different days cannot be linked.
/// </summary>
/// <param name="Next">Later dwells by contact, sorted by time; without contacts who have none.</param>
/// <param name="Facilities">The facilities of these dwells.</param>
/// <param name="Elsewhere">Number of dwells outside the order's district, which are not included.</param>
/// <param name="LeftOut">Number of dwells left out because of the limits, or at unknown facilities.</param>
internal sealed record ForwardContacts(
    IReadOnlyDictionary<VisitorKey, IReadOnlyList<Dwell>> Next,
    IReadOnlyDictionary<Guid, FacilitySnapshot> Facilities,
    int Elsewhere,
    int LeftOut
)
{
    /// <summary>Maximum number of facilities that a trace looks up in addition to those of the case.</summary>
    public const int MaxFacilities = 2_000;

    /// <summary>Maximum number of dwells per contact.</summary>
    public const int MaxPerContact = 10;

    /// <summary>Maximum number of dwells per trace.</summary>
    public const int MaxTotal = 20_000;

    /// <summary>Collects the dwells that begin after the first exposure and are not exposures themselves.</summary>
    /// <param name="contacts">The contacts, each with all its dwells of the day.</param>
    /// <param name="facilities">The known facilities.</param>
    /// <param name="district">The district of the order; null: the whole country.</param>
    public static ForwardContacts Of(
        IEnumerable<(Contact Contact, IReadOnlyList<Dwell> Dwells)> contacts,
        IReadOnlyDictionary<Guid, FacilitySnapshot> facilities,
        string? district
    )
    {
        var next = new Dictionary<VisitorKey, IReadOnlyList<Dwell>>();
        var (elsewhere, leftOut, given) = (0, 0, 0);
        foreach (var (contact, dwells) in contacts)
        {
            var own = new List<Dwell>();
            foreach (var dwell in After(contact.Exposures, dwells))
            {
                var place = facilities.GetValueOrDefault(dwell.Place.FacilityId);
                if (place is null || own.Count == MaxPerContact || given == MaxTotal)
                {
                    leftOut++;
                }
                else if (district is not null && !new Jurisdiction(district).Covers(place.Facts.District))
                {
                    elsewhere++;
                }
                else
                {
                    own.Add(dwell);
                    given++;
                }
            }
            if (own.Count > 0)
            {
                next[contact.Key] = own;
            }
        }
        var places = next.Values.SelectMany(dwell => dwell).Select(dwell => dwell.Place.FacilityId).ToHashSet();
        return new ForwardContacts(next, facilities.Where(facility => places.Contains(facility.Key)).ToDictionary(), elsewhere, leftOut);
    }

    private static IEnumerable<Dwell> After(IReadOnlyList<Exposure> exposures, IReadOnlyList<Dwell> dwells)
    {
        var shared = exposures.Select(exposure => (exposure.Contact.Place, exposure.Contact.EnteredAt)).ToHashSet();
        return dwells.Where(dwell => dwell.EnteredAt > exposures[0].From && !shared.Contains((dwell.Place, dwell.EnteredAt)));
    }
}
