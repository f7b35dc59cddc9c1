using System.Security.Cryptography;
using KiPass.Hosting.Problems;
using KiPass.Issuer.Accesses;
using KiPass.Issuer.Audit;
using KiPass.Issuer.DayKeys;
using KiPass.Issuer.Personal;
using KiPass.Issuer.Problems;
using KiPass.Issuer.Settings;
using KiPass.Issuer.Storage;
using KiPass.Issuer.Visitors;
using KiPass.Tokens.Audit;
using KiPass.Tokens.Jose;
using KiPass.Tokens.Keys;
using KiPass.Tokens.Orders;
using KiPass.Tokens.Passes;

namespace KiPass.Issuer.Disclosures;

/// <summary>
/// Answers the register's requests under an order of the authority, after verifying both (<c>trace-order.md</c>). Every request that the register
/// signed, granted or refused, is in the audit log before it is answered. Known and unknown people cause the same statements and answers of the
/// same size.
/// </summary>
internal sealed class DisclosureService(
    DomainFolder domain,
    IssuerSettings settings,
    IssuerDatabase database,
    VisitorStore visitors,
    DayKeyring dayKeys,
    TicketResolver resolver,
    DisclosureQuota quota,
    AccessNoticeStore accessNotices,
    DisclosureAudit audit,
    TimeProvider time
)
{
    private const string OutsideOrder = "outside the order";

    private readonly FileSigningKey signingKey = new(domain.SigningKey());
    private readonly FileDecryptionKey decryptionKey = new(domain.EncryptionKey());

    private ushort Number => (ushort)settings.Number;

    /// <summary>Verifies a request against the keys that are pinned at this moment.</summary>
    /// <exception cref="DomainFolderException">Register or authority are not pinned.</exception>
    public VerifiedRequest Verify(string text) =>
        DisclosureRequest.Verify(text, Number, domain.Register(), domain.Authority(), time.GetUtcNow());

    /// <summary>
    /// All tickets of the index person on the order's days, sealed to the register: of everyone with this name who held the number within the
    /// last 28 days, and of their companions with this name. As many of nobody as of one person, if nobody has both.
    /// </summary>
    public async Task<DisclosureResult> Subjects(VerifiedRequest verified, CancellationToken cancellationToken)
    {
        var order = verified.Order!;
        if (
            !order.ForIssuer.TryGetValue(Number, out var part)
            || IndexPerson.Open(part, decryptionKey) is not { } sought
            || verified.Request!.Tickets is not null
        )
        {
            return await Refuse(verified, "subjects", IssuerProblems.OrderNotAuthentic, OutsideOrder, cancellationToken);
        }
        var now = time.GetUtcNow();
        // A number that cannot be a phone's is looked up like any other, and found nowhere.
        var phone = PhoneNumber.Read(sought.Phone) ?? PhoneNumber.FromStore(sought.Phone);
        var subjects = await visitors.FindPeople(phone, sought.Name, cancellationToken);
        await using var session = await database.Begin(AuditLog.Exclusive, cancellationToken);
        if (await quota.Take(session, order, [], cancellationToken) is { } limit)
        {
            await session.DisposeAsync();
            return await Refuse(verified, "subjects", IssuerProblems.OrderLimit, limit, cancellationToken);
        }
        List<AccessedPerson> people = [.. subjects.DefaultIfEmpty(new AccessedPerson(Id.Random(), Id.Random()))];
        var numbers = await PersonStore.Numbers(session, [.. people.Select(person => person.PersonId)], cancellationToken);
        var standIn = resolver.StandInFor(phone, PersonName.Normalized(sought.Name));
        var tickets = TicketsOf([.. numbers.Values.DefaultIfEmpty(standIn)], order, now);
        await NotifyLater(session, order, AccessKind.Subject, people, cancellationToken);
        (string, long)[] counts = [("days", tickets.Count), ("people", numbers.Count)];
        var head = await audit.Granted(session, verified, "subjects", counts, cancellationToken);
        await session.Commit(cancellationToken);
        return Answer(head, new TicketsAnswer(order.Id, tickets).Seal(TicketsAnswer.Subjects, signingKey, domain.Register().EncryptionKey));
    }

    /// <summary>The people behind tickets, sealed to the authority.</summary>
    public Task<DisclosureResult> Identities(VerifiedRequest verified, CancellationToken cancellationToken) =>
        Contacts(
            verified,
            "identities",
            (order, tickets, numbers) => Identities(order, tickets, numbers).Seal(signingKey, domain.Authority().EncryptionKey),
            cancellationToken
        );

    /// <summary>In a forward order, all tickets of the people behind tickets, each on the ticket's day; sealed to the register.</summary>
    public Task<DisclosureResult> Siblings(VerifiedRequest verified, CancellationToken cancellationToken) =>
        !verified.Order!.Forward ? Refuse(verified, "siblings", IssuerProblems.OrderNotAuthentic, OutsideOrder, cancellationToken)
        : verified.Request!.Tickets is { } days && days.Sum(d => (long)d.Tickets.Count) > TicketsAnswer.MostSiblings
            ? Refuse(verified, "siblings", IssuerProblems.RequestMalformed, "too many tickets", cancellationToken)
        : Contacts(
            verified,
            "siblings",
            (order, tickets, _) =>
                new TicketsAnswer(order.Id, [.. tickets.Select(ticket => ticket.Siblings())]).Seal(
                    TicketsAnswer.Siblings,
                    signingKey,
                    domain.Register().EncryptionKey
                ),
            cancellationToken
        );

    /// <summary>Audits and returns a refusal.</summary>
    public async Task<DisclosureResult> Refuse(
        VerifiedRequest verified,
        string what,
        Problem problem,
        string reason,
        CancellationToken cancellationToken
    )
    {
        await audit.Refused(verified, what, problem, reason, cancellationToken);
        return new DisclosureResult(null, problem);
    }

    private async Task<DisclosureResult> Contacts(
        VerifiedRequest verified,
        string what,
        Func<TraceOrder, List<ResolvedTicket>, IReadOnlyDictionary<Id, int>, string> seal,
        CancellationToken cancellationToken
    )
    {
        var order = verified.Order!;
        if (verified.Request!.Tickets is not { } days || !days.All(d => order.CoversContact(d.Day)))
        {
            return await Refuse(verified, what, IssuerProblems.OrderNotAuthentic, OutsideOrder, cancellationToken);
        }
        var asked = days.SelectMany(d => d.Tickets.Select(ticket => new DayTicket(d.Day, ticket))).Distinct().ToList();
        await using var session = await database.Begin(AuditLog.Exclusive, cancellationToken);
        if (await quota.Take(session, order, asked, cancellationToken) is { } limit)
        {
            await session.DisposeAsync();
            return await Refuse(verified, what, IssuerProblems.OrderLimit, limit, cancellationToken);
        }
        var tickets = await resolver.Resolve(session, asked, cancellationToken);
        var people = tickets.DistinctBy(ticket => ticket.PersonId).ToList();
        var (numbers, exceeded) = await quota.TakePeople(session, order, [.. people.Select(p => p.PersonId)], cancellationToken);
        if (exceeded is not null)
        {
            await session.DisposeAsync();
            return await Refuse(verified, what, IssuerProblems.OrderLimit, exceeded, cancellationToken);
        }
        var accessed = people.Select(p => new AccessedPerson(p.PersonId, p.VisitorId));
        await NotifyLater(session, order, AccessKind.Identity, accessed, cancellationToken);
        (string, long)[] counts =
        [
            ("asked", asked.Count),
            ("people", people.Count(p => p.Person is not null)),
            ("unresolved", tickets.Count(t => t.Person is null)),
        ];
        var head = await audit.Granted(session, verified, what, counts, cancellationToken);
        await session.Commit(cancellationToken);
        return Answer(head, seal(order, tickets, numbers));
    }

    private static IdentitiesAnswer Identities(TraceOrder order, List<ResolvedTicket> tickets, IReadOnlyDictionary<Id, int> numbers) =>
        new(
            order.Id,
            [
                .. tickets
                    .Select(ticket => ticket.Person)
                    .OfType<Person>()
                    .DistinctBy(person => person.PersonId)
                    .Select(person => Disclosed(person, numbers[person.PersonId])),
            ],
            [
                .. tickets
                    .Where(ticket => ticket.Person is not null)
                    .Select(ticket => new PersonTicket(ticket.Ticket.Day, ticket.Ticket.Ticket, numbers[ticket.PersonId])),
            ],
            [.. tickets.Where(ticket => ticket.Person is null).Select(ticket => ticket.Ticket)]
        );

    private static DisclosedPerson Disclosed(Person person, int number) =>
        new(number, person.Name.Value, person.Phone.Value, person.BirthDate.Date.Year, person.GuardianPhone?.Value);

    private Task NotifyLater(
        DatabaseSession session,
        TraceOrder order,
        AccessKind kind,
        IEnumerable<AccessedPerson> people,
        CancellationToken cancellationToken
    ) => accessNotices.Add(session, order.Id, kind, people, time.GetUtcNow().AddDays(order.NoticeAfterDays), cancellationToken);

    private DisclosureResult Answer(ChainHead head, string sealedAnswer) =>
        new(new DisclosureAnswer(SignedHead.Sign(head, $"issuer:{Number}", time.GetUtcNow(), signingKey), sealedAnswer), null);

    private List<DayTickets> TicketsOf(VisitorNumber[] people, TraceOrder order, DateTimeOffset now)
    {
        var tickets = new List<DayTickets>();
        for (var day = order.FromDay; day <= order.ToDay; day += 1)
        {
            if (order.Covers(day, now) && dayKeys.Find(day) is { } key)
            {
                Ticket[] ofDay = [.. people.SelectMany(key.AllTickets)];
                RandomNumberGenerator.Shuffle<Ticket>(ofDay);
                tickets.Add(new DayTickets(day, ofDay));
            }
        }
        return tickets;
    }
}

/// <summary>An answer or a refusal.</summary>
internal sealed record DisclosureResult(DisclosureAnswer? Answer, Problem? Problem);
