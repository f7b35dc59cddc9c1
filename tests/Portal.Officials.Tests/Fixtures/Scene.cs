using System.Collections.Immutable;
using KiPass.Contracts.Traces;
using KiPass.Portal.Officials.Tests.Traces;
using KiPass.Portal.Officials.Traces.LineList;
using KiPass.Tokens;
using KiPass.Tokens.Jose;
using KiPass.Tokens.Keys;
using KiPass.Tokens.Orders;
using KiPass.Tokens.Passes;

namespace KiPass.Portal.Officials.Tests.Fixtures;

/// <summary>Contacts at one facility, written as tests say them, and the answers of their issuers.</summary>
internal sealed class Scene(TraceFixture traces)
{
    private readonly List<FoundContact> contacts = [];
    private readonly List<FoundPaperEntry> paper = [];
    private readonly List<(ushort Issuer, DisclosedPerson Person)> people = [];
    private readonly List<(ushort Issuer, PersonTicket Ticket)> tickets = [];

    public FoundFacility Club { get; } = new(Guid.NewGuid(), "클럽 하늘", "entertainment-bar", "11170", "이태원로 1", "0212345678");

    public FoundFacility Cafe { get; } = new(Guid.NewGuid(), "=카페", "cafe", "11110", "종로 2", "0299999999");

    /// <summary>Rows of which nobody has called anybody.</summary>
    public static IReadOnlyList<ListedRow> Listed(IEnumerable<LineRow> rows) =>
        [.. rows.Select(row => new ListedRow(row, true, FollowUp.None))];

    public HashSet<ushort> Silent { get; } = [];

    /// <summary>An entry of a contact who met the case within the last days; each entry has a different ticket.</summary>
    /// <param name="late">How late the entry was reported; null: in time.</param>
    /// <param name="after">How long after 18:00 the contact entered.</param>
    public DayTicket Met(
        string? name,
        string phone,
        int daysAgo = 0,
        ushort issuer = 1,
        int minutes = 30,
        FoundFacility? at = null,
        TimeSpan? late = null,
        TimeSpan after = default
    )
    {
        var day = traces.Today - daysAgo;
        var contact = new FoundContact(
            issuer,
            day,
            new Ticket(Guid.NewGuid()),
            minutes >= 15,
            [Exposure(at ?? Club, day.Start.AddHours(18) + after, minutes, late)]
        );
        contacts.Add(contact);
        if (name is not null)
        {
            tickets.Add((issuer, new PersonTicket(day, contact.Ticket, Number(issuer, name, phone))));
        }
        return new DayTicket(day, contact.Ticket);
    }

    /// <summary>A facility to which contacts went next; found only when the order asks.</summary>
    public FoundFacility Pub { get; } = new(Guid.NewGuid(), "포차", "general-restaurant", "11140", "을지로 3", "0233333333");

    /// <summary>Where the case was.</summary>
    public List<FoundStay> Stays { get; } = [];

    /// <summary>The last contact went on to the pub, so many hours after the time with the case.</summary>
    public void ThenWentOn(int hoursLater = 1)
    {
        var last = contacts[^1];
        var at = last.Exposures[0].From.AddHours(hoursLater);
        contacts[^1] = last with { Next = [.. last.Next ?? [], new FoundStay(Pub.Id, at, at.AddHours(1), InferredExit.DwellTime)] };
    }

    /// <summary>A contact whom the issuer numbers, but names with empty texts.</summary>
    public void Nameless()
    {
        var ticket = Met(null, "");
        people.Add((1, new DisclosedPerson(people.Count + 1, "", "", 1990)));
        tickets.Add((1, new PersonTicket(ticket.Day, ticket.Ticket, people.Count)));
    }

    /// <summary>Somebody whom the issuer names without being asked.</summary>
    public void Adds(string name, string phone) =>
        tickets.Add((1, new PersonTicket(traces.Today, new Ticket(Guid.NewGuid()), Number(1, name, phone))));

    /// <summary>A paper entry; as its device signs it, or as somebody else does.</summary>
    /// <param name="signedBy">Who signs; null for a scanner of an earlier version, which does not.</param>
    /// <param name="registered">The device's key that the register has stored.</param>
    /// <param name="rowEnteredAt">The entry time that the register says, if it differs.</param>
    public void Wrote(
        string name,
        string phone,
        Guid? claimsFacility = null,
        ISigningKey? signedBy = null,
        EcJwk? registered = null,
        DateTimeOffset? rowEnteredAt = null
    )
    {
        var at = traces.Today.Start.AddHours(18);
        var entry = new PaperEntry(name, phone, claimsFacility ?? Club.Id, Guid.NewGuid(), Guid.NewGuid(), at);
        var authority = traces.Register.Authority.EncryptionKey;
        var text = signedBy is null ? entry.Seal(authority) : entry.Seal(authority, signedBy);
        paper.Add(
            new FoundPaperEntry(Club.Id, entry.Device, entry.ScanId, text, true, [Exposure(Club, at, 30)], rowEnteredAt ?? at, registered)
        );
    }

    /// <summary>What the register left out because of the order's limit.</summary>
    public List<FoundCut> Cut { get; } = [];

    /// <summary>Has the register find all this, with answers signed by the issuers, or by whoever a test names.</summary>
    public void Found(ISigningKey? forger = null) =>
        traces.Register.Finds = order =>
            (
                new TraceFindings(
                    order.Id,
                    [Club, Cafe],
                    [.. Stays],
                    [.. contacts.Select(contact => order.Forward ? contact : contact with { Next = null })],
                    [.. paper],
                    0,
                    order.Forward ? new FoundOnward([Pub], 0, 0) : null,
                    Cut.Count == 0 ? null : [.. Cut]
                ),
                [
                    .. contacts
                        .Select(contact => contact.Issuer)
                        .Distinct()
                        .Where(issuer => !Silent.Contains(issuer))
                        .Select(issuer => new SealedIdentities(
                            issuer,
                            Answer(order, issuer).Seal(forger ?? traces.Issuers[issuer].Signing, traces.Register.Authority.EncryptionKey)
                        )),
                ]
            );

    private IdentitiesAnswer Answer(TraceOrder order, ushort issuer) =>
        new(
            order.Id,
            [.. people.Where(person => person.Issuer == issuer).Select(person => person.Person)],
            [.. tickets.Where(ticket => ticket.Issuer == issuer).Select(ticket => ticket.Ticket)],
            [
                .. contacts
                    .Where(contact => contact.Issuer == issuer && !tickets.Exists(ticket => ticket.Ticket.Ticket == contact.Ticket))
                    .Select(contact => new DayTicket(contact.Day, contact.Ticket)),
            ]
        );

    // An issuer numbers each of its people once.
    private int Number(ushort issuer, string name, string phone)
    {
        if (people.Find(one => one.Issuer == issuer && one.Person.Name == name && one.Person.Phone == phone).Person is { } known)
        {
            return known.Number;
        }
        people.Add((issuer, new DisclosedPerson(people.Count + 1, name, phone, 1990)));
        return people.Count;
    }

    private static FoundExposure Exposure(FoundFacility facility, DateTimeOffset at, int minutes, TimeSpan? late = null) =>
        new(new FoundStay(facility.Id, at, at.AddHours(2), InferredExit.DwellTime, ReceivedAt: at + late), at, minutes);
}
