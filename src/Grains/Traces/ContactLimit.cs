namespace KiPass.Grains.Traces;

/// <summary>What a trace leaves out at one facility because of a limit.</summary>
/// <param name="Contacts">Contacts with a pass.</param>
/// <param name="Paper">Paper visits.</param>
internal sealed record FacilityCut(Guid FacilityId, int Contacts, int Paper);

/// <summary>Contacts within the limit of an order, and what was left out by facility.</summary>
internal sealed record LimitedContacts(IReadOnlyList<Contact> Contacts, IReadOnlyList<PaperContact> Paper, IReadOnlyList<FacilityCut> Cut);

/// <summary>
/// Applies the contact limit of an order. Too many contacts do not end the trace: the limit is divided among the facilities, and the result
/// says what was left out where. Passes cannot be invented and paper visits can, so paper gets only the places that contacts with a pass
/// leave, and each device of a facility only its share of them.
/// </summary>
internal static class ContactLimit
{
    /// <summary>Maximum number of paper visits in one result, independent of the order's limit: about 20 MB of sealed text.</summary>
    public const int MaxPaper = 10_000;

    /// <param name="contacts">Contacts with a pass; each counts at the facility where it was exposed longest.</param>
    /// <param name="paper">Exposed paper visits.</param>
    /// <param name="limit">Maximum number of contacts of the order.</param>
    /// <param name="alreadyLeftOut">What the search itself left out.</param>
    public static LimitedContacts Apply(
        IReadOnlyList<Contact> contacts,
        IReadOnlyList<PaperContact> paper,
        int limit,
        IReadOnlyCollection<FacilityCut> alreadyLeftOut
    )
    {
        var keptContacts = Divide(contacts, limit, FacilityOf, LongestFirst);
        var room = Math.Min(MaxPaper, limit - keptContacts.Count);
        var keptPaper = Divide(paper, room, contact => contact.Visit.FacilityId, PerDevice);

        var cut = alreadyLeftOut.ToDictionary(facility => facility.FacilityId);
        var kept = new HashSet<object>([.. keptContacts, .. keptPaper], ReferenceEqualityComparer.Instance);
        foreach (var contact in contacts.Where(contact => !kept.Contains(contact)))
        {
            var known = Known(FacilityOf(contact));
            cut[known.FacilityId] = known with { Contacts = known.Contacts + 1 };
        }
        foreach (var contact in paper.Where(contact => !kept.Contains(contact)))
        {
            var known = Known(contact.Visit.FacilityId);
            cut[known.FacilityId] = known with { Paper = known.Paper + 1 };
        }
        return new LimitedContacts(keptContacts, keptPaper, [.. cut.Values.OrderBy(facility => facility.FacilityId)]);

        FacilityCut Known(Guid facilityId) => cut.GetValueOrDefault(facilityId) ?? new FacilityCut(facilityId, 0, 0);
    }

    /// <summary>
    /// Divides a limit among groups: each gets the same share, and what a small group does not need goes to the larger ones. The sum is the
    /// limit, or all that there is.
    /// </summary>
    public static int[] Shares(IReadOnlyList<int> sizes, int limit)
    {
        var shares = new int[sizes.Count];
        var left = Math.Max(0, limit);
        var waiting = sizes.Count;
        foreach (var group in Enumerable.Range(0, sizes.Count).OrderBy(group => sizes[group]))
        {
            shares[group] = Math.Min(sizes[group], left / waiting--);
            left -= shares[group];
        }
        return shares;
    }

    private static List<T> Divide<T>(
        IReadOnlyList<T> all,
        int limit,
        Func<T, Guid> groupOf,
        Func<IReadOnlyList<T>, int, IEnumerable<T>> choose
    )
    {
        if (all.Count <= limit)
        {
            return [.. all];
        }
        List<List<T>> groups = [.. all.GroupBy(groupOf).OrderBy(group => group.Key).Select(group => group.ToList())];
        var shares = Shares([.. groups.Select(group => group.Count)], limit);
        return [.. groups.Zip(shares).SelectMany(group => choose(group.First, group.Second))];
    }

    private static IEnumerable<Contact> LongestFirst(IReadOnlyList<Contact> contacts, int share) =>
        contacts.OrderByDescending(contact => Minutes(contact.Exposures)).ThenBy(contact => contact.Key.Ticket.Value).Take(share);

    private static IEnumerable<PaperContact> PerDevice(IReadOnlyList<PaperContact> paper, int share) =>
        Divide(
            paper,
            share,
            contact => contact.Visit.DeviceId,
            (own, part) => own.OrderByDescending(contact => Minutes(contact.Exposures)).ThenBy(contact => contact.Visit.ScanId).Take(part)
        );

    private static Guid FacilityOf(Contact contact) =>
        contact
            .Exposures.GroupBy(exposure => exposure.Contact.Place.FacilityId)
            .OrderByDescending(Minutes)
            .ThenBy(facility => facility.Key)
            .First()
            .Key;

    private static double Minutes(IEnumerable<Exposure> exposures) => exposures.Sum(exposure => (exposure.To - exposure.From).TotalMinutes);
}
