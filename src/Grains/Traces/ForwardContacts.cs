using KiPass.Contracts.Access;
using KiPass.Grains.Facilities;
using KiPass.Grains.Visits.Visitors;

namespace KiPass.Grains.Traces;

/// <summary>
/// Where contacts went after they had been with the case (forward view, 이후 동선): inferred from entries, within the Korean day of each
/// pseudonym, since beyond it nothing links.
/// </summary>
/// <param name="Next">By contact, by time; contacts who went nowhere are not in it.</param>
/// <param name="Facilities">Where.</param>
/// <param name="Elsewhere">Stays outside the order's district: counted, not given.</param>
/// <param name="LeftOut">Stays beyond the limits, or at facilities without facts.</param>
internal sealed record ForwardContacts(
    IReadOnlyDictionary<VisitorKey, IReadOnlyList<Dwell>> Next,
    IReadOnlyDictionary<Guid, FacilitySnapshot> Facilities,
    int Elsewhere,
    int LeftOut
)
{
    /// <summary>Facilities that one trace looks up beside those of the case.</summary>
    public const int MaxFacilities = 2_000;

    /// <summary>Next stays of one contact: nobody enters more places in an evening.</summary>
    public const int MaxPerContact = 10;

    /// <summary>Next stays of one trace.</summary>
    public const int MaxTotal = 20_000;

    /// <summary>The stays that begin after somebody met the case and are not with the case themselves.</summary>
    /// <param name="contacts">Each with all its stays of the day.</param>
    /// <param name="facilities">Those whose facts are known.</param>
    /// <param name="district">The order's; null: the whole country.</param>
    public static ForwardContacts Of(
        IEnumerable<(Contact Contact, IReadOnlyList<Dwell> Dwells)> contacts,
        IReadOnlyDictionary<Guid, FacilitySnapshot> facilities,
        string? district
    )
    {
        var next = new Dictionary<VisitorKey, IReadOnlyList<Dwell>>();
        var (elsewhere, leftOut, given) = (0, 0, 0);
        foreach (var (contact, stays) in contacts)
        {
            var own = new List<Dwell>();
            foreach (var stay in After(contact.Exposures, stays))
            {
                var place = facilities.GetValueOrDefault(stay.Place.FacilityId);
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
                    own.Add(stay);
                    given++;
                }
            }
            if (own.Count > 0)
            {
                next[contact.Key] = own;
            }
        }
        var places = next.Values.SelectMany(stay => stay).Select(stay => stay.Place.FacilityId).ToHashSet();
        return new ForwardContacts(next, facilities.Where(facility => places.Contains(facility.Key)).ToDictionary(), elsewhere, leftOut);
    }

    private static IEnumerable<Dwell> After(IReadOnlyList<Exposure> exposures, IReadOnlyList<Dwell> stays)
    {
        var shared = exposures.Select(exposure => (exposure.Contact.Place, exposure.Contact.EnteredAt)).ToHashSet();
        return stays.Where(stay => stay.EnteredAt > exposures[0].From && !shared.Contains((stay.Place, stay.EnteredAt)));
    }
}
