using KiPass.Contracts.Access;
using KiPass.Contracts.Facilities;
using KiPass.Grains.Database;
using KiPass.Grains.Facilities;
using KiPass.Grains.Visits;
using KiPass.Grains.Visits.Visitors;
using KiPass.Tokens.Orders;

namespace KiPass.Grains.Traces;

/// <summary>
/// Finds the contacts of one order: reads the visits of the case (none for a facility window) and the visits at the same facilities at that
/// time. Each contact is a ticket, so its exit is the dwell time of the place. Only a forward order tells which tickets belong to one
/// person, and so when and where the contacts went next. Stores nothing.
/// </summary>
internal sealed class ContactFinder(IGrainFactory grains, IVisitReader reader, TimeProvider time)
{
    private const int MaxConcurrency = 16;
    private const int MaxConcurrentReads = 4;
    private const int TicketsPerRead = 1_000;
    private const int DefaultDwellMinutes = 60;

    /// <summary>Finds everything that the order covers.</summary>
    /// <param name="order">A verified order.</param>
    /// <param name="part">Its part for the register.</param>
    /// <param name="subjects">The case's tickets from all issuers; none for a facility window.</param>
    /// <param name="siblings">Asks the issuers for the other tickets of contacts; called once, and only for a forward order.</param>
    /// <param name="watch">Receives the progress.</param>
    /// <param name="cancellationToken">Cancels the search.</param>
    /// <exception cref="VisitsUnreadableException">The database did not answer; repeat the search later.</exception>
    public async Task<ContactSearchResult> Find(
        TraceOrder order,
        RegisterPart part,
        IReadOnlyList<VisitorKey> subjects,
        SiblingSource siblings,
        StageProgress watch,
        CancellationToken cancellationToken
    )
    {
        var shown = await Read(() => reader.Shown(subjects, time.GetUtcNow(), cancellationToken));
        var visits = await VisitsOf(shown, watch, cancellationToken);
        Guid[] places = [.. visits.Select(v => v.FacilityId).Append(part.Facility ?? Guid.Empty).Where(id => id != Guid.Empty).Distinct()];
        var facilities = await Snapshots(places, cancellationToken);
        TimeSpan DwellTime(Guid id) => DwellTimeOf(facilities.GetValueOrDefault(id), part);

        var dwells =
            part.Kind == TraceKind.FacilityWindow
                ? [new Dwell(new Place(part.Facility!.Value), part.From!.Value, part.To!.Value, InferredExit.DwellTime)]
                : DwellInference.Of(visits.Select(v => PlaceEntryOf(v, facilities)), DwellTime);
        bool IsOurs(Dwell dwell) =>
            part.District is null
            || new Jurisdiction(part.District).Covers(facilities.GetValueOrDefault(dwell.Place.FacilityId)?.Facts.District);
        List<Dwell> sources = [.. dwells.Where(IsOurs)];
        var presence = await Present(sources, facilities, DwellTime, watch, cancellationToken);

        var ours = subjects.ToHashSet();
        List<Contact> exposed =
        [
            .. presence
                .Passes.Where(pass => !ours.Contains(pass.Key))
                .Select(pass => Exposed(pass.Key, pass.Value, sources, facilities, DwellTime))
                .Where(contact => contact.Exposures.Count > 0),
        ];
        var limited = ContactLimit.Apply(exposed, presence.Paper, order.MaxContacts, presence.LeftOut);
        var paper = await Read(() => presence.WithSealedTexts(limited.Paper, cancellationToken));
        var contacts = limited.Contacts;
        ForwardContacts? forward = null;
        if (order.Forward)
        {
            var people = Siblings.People(contacts, await siblings(contacts));
            contacts = await WithAllVisits(people, sources, facilities, DwellTime, cancellationToken);
            forward = await Forward(contacts, part, facilities, cancellationToken);
        }
        var elsewhere = dwells.Where(dwell => !IsOurs(dwell)).Select(dwell => dwell.Place.FacilityId).Distinct().Count();
        return new ContactSearchResult(
            facilities.Where(f => sources.Any(s => s.Place.FacilityId == f.Key)).ToDictionary(),
            part.Kind == TraceKind.Case ? sources : [],
            contacts,
            paper,
            elsewhere,
            forward,
            limited.Cut
        );
    }

    // Uses the visits that were read for the exposures; only the facilities are read in addition.
    private async Task<ForwardContacts> Forward(
        IReadOnlyList<Contact> contacts,
        RegisterPart part,
        Dictionary<Guid, FacilitySnapshot> known,
        CancellationToken cancellationToken
    )
    {
        Guid[] places =
        [
            .. contacts
                .SelectMany(contact => contact.Visits.Where(visit => visit.EnteredAt > contact.Exposures[0].From))
                .CountBy(visit => visit.FacilityId)
                .Where(place => !known.ContainsKey(place.Key))
                .OrderByDescending(place => place.Value)
                .Take(ForwardContacts.MaxFacilities)
                .Select(place => place.Key),
        ];
        var facilities = (await Snapshots(places, cancellationToken)).Concat(known).ToDictionary();
        return ForwardContacts.Of(
            contacts.Select(contact =>
                (
                    contact,
                    DwellInference.Of(
                        contact.Visits.Select(v => PlaceEntryOf(v, facilities)),
                        id => DwellTimeOf(facilities.GetValueOrDefault(id), part)
                    )
                )
            ),
            facilities,
            part.District
        );
    }

    private async Task<List<VisitRow>> VisitsOf(
        IReadOnlyList<VisitorKey> subjects,
        StageProgress watch,
        CancellationToken cancellationToken
    )
    {
        watch.Begin(subjects.Count);
        var visits = await BoundedParallel.Select(
            subjects,
            MaxConcurrency,
            async subject =>
            {
                var read = await grains.GetGrain<IVisitorGrain>(subject.Text).Visits();
                watch.Step();
                return read ?? throw new VisitsUnreadableException();
            },
            cancellationToken
        );
        return [.. visits.SelectMany(v => v)];
    }

    private async Task<Dictionary<Guid, FacilitySnapshot>> Snapshots(Guid[] ids, CancellationToken cancellationToken)
    {
        var found = await BoundedParallel.Select(
            ids,
            MaxConcurrency,
            async id => (Id: id, Snapshot: await grains.GetGrain<IFacilityTrace>(FacilityKey.Of(id)).Snapshot()),
            cancellationToken
        );
        return found.Where(f => f.Snapshot is not null).ToDictionary(f => f.Id, f => f.Snapshot!);
    }

    private async Task<PresenceSearch> Present(
        List<Dwell> sources,
        Dictionary<Guid, FacilitySnapshot> facilities,
        Func<Guid, TimeSpan> dwellTime,
        StageProgress watch,
        CancellationToken cancellationToken
    )
    {
        watch.Begin(sources.Count);
        var search = new PresenceSearch(reader, time, visit => PaperContactOf(visit, sources, facilities, dwellTime));
        await BoundedParallel.Select(
            sources,
            MaxConcurrentReads,
            async dwell =>
            {
                var facilityId = dwell.Place.FacilityId;
                var (from, to) = Exposures.EntriesThatMatter(dwell, dwellTime(facilityId));
                await Read(() => search.Read(facilityId, from, to, cancellationToken));
                watch.Step();
                return true;
            },
            cancellationToken
        );
        return search;
    }

    private static Contact Exposed(
        VisitorKey key,
        IReadOnlyCollection<VisitRow> visits,
        List<Dwell> sources,
        Dictionary<Guid, FacilitySnapshot> facilities,
        Func<Guid, TimeSpan> dwellTime
    )
    {
        // A dwell can extend into the next day, but not further.
        var near = sources.Where(source => source.LeftAt > key.Day.Start.AddHours(-1) && source.EnteredAt < (key.Day + 1).End);
        return new Contact(key, Exposures.Between(near, DwellInference.Of(visits.Select(v => PlaceEntryOf(v, facilities)), dwellTime)))
        {
            Visits = visits,
        };
    }

    // The exits of the visits that were found so far may turn out to be earlier.
    private async Task<List<Contact>> WithAllVisits(
        IReadOnlyList<TracedPerson> people,
        List<Dwell> sources,
        Dictionary<Guid, FacilitySnapshot> facilities,
        Func<Guid, TimeSpan> dwellTime,
        CancellationToken cancellationToken
    )
    {
        var found = await BoundedParallel.Select(
            [.. people.SelectMany(person => person.Tickets).GroupBy(ticket => ticket.Day).SelectMany(day => day.Chunk(TicketsPerRead))],
            MaxConcurrentReads,
            async some =>
            {
                var asked = some.Select(key => (key.Issuer, key.Ticket)).ToList();
                return await Read(() => reader.OfTickets(some[0].Day, asked, time.GetUtcNow(), cancellationToken));
            },
            cancellationToken
        );
        var visits = found.SelectMany(rows => rows).ToLookup(visit => visit.Key);
        return
        [
            .. people
                .Select(person =>
                    Exposed(person.Key, [.. person.Tickets.SelectMany(ticket => visits[ticket])], sources, facilities, dwellTime)
                )
                .Where(contact => contact.Exposures.Count > 0),
        ];
    }

    private static PaperContact PaperContactOf(
        PaperVisit paper,
        List<Dwell> sources,
        Dictionary<Guid, FacilitySnapshot> facilities,
        Func<Guid, TimeSpan> dwellTime
    )
    {
        var zone = ZoneOf(facilities.GetValueOrDefault(paper.FacilityId), paper.DeviceId);
        var entry = new PlaceEntry(new Place(paper.FacilityId, zone), paper.EnteredAt, paper.ReceivedAt);
        return new PaperContact(paper, Exposures.Between(sources, DwellInference.Of([entry], dwellTime)));
    }

    private static async Task<T> Read<T>(Func<Task<T>> read)
    {
        try
        {
            return await read();
        }
        catch (Exception e) when (StoreErrors.IsOfStore(e))
        {
            throw new VisitsUnreadableException();
        }
    }

    private static PlaceEntry PlaceEntryOf(VisitRow visit, Dictionary<Guid, FacilitySnapshot> facilities) =>
        new(
            new Place(visit.FacilityId, ZoneOf(facilities.GetValueOrDefault(visit.FacilityId), visit.DeviceId)),
            visit.EnteredAt,
            visit.ReceivedAt
        );

    private static Guid? ZoneOf(FacilitySnapshot? facility, Guid device) =>
        facility is not null && facility.ZoneOfDevice.TryGetValue(device, out var zone) ? zone : null;

    private static TimeSpan DwellTimeOf(FacilitySnapshot? facility, RegisterPart part)
    {
        var type = facility?.Facts.Type ?? "";
        var minutes = part.DwellMinutes.TryGetValue(type, out var ordered) ? ordered : FacilityTypes.Find(type)?.DwellMinutes;
        return TimeSpan.FromMinutes(minutes ?? DefaultDwellMinutes);
    }
}
