using System.Globalization;
using KiPass.Hosting.Problems;
using KiPass.Issuer.Accesses;
using KiPass.Issuer.Audit;
using KiPass.Issuer.DayKeys;
using KiPass.Issuer.Personal;
using KiPass.Issuer.Problems;
using KiPass.Issuer.Settings;
using KiPass.Issuer.Storage;
using KiPass.Issuer.Visitors;
using KiPass.Tokens;
using KiPass.Tokens.Audit;
using KiPass.Tokens.Jose;
using KiPass.Tokens.Keys;
using KiPass.Tokens.Orders;

namespace KiPass.Issuer.Disclosures;

/// <summary>
/// Answers the register's requests under an order of the authority, after verifying both (<c>trace-order.md</c>). Every request that the register
/// signed, granted or refused, is in the audit log before it is answered.
/// </summary>
internal sealed class DisclosureService(
    DomainFolder domain,
    IssuerSettings settings,
    IssuerDatabase database,
    VisitorStore visitors,
    DayKeyring dayKeys,
    DisclosureQuota quota,
    AccessNoticeStore accessNotices,
    AuditLog audit,
    TimeProvider time
)
{
    private readonly FileSigningKey signingKey = new(domain.SigningKey());
    private readonly FileDecryptionKey decryptionKey = new(domain.EncryptionKey());

    private ushort Number => (ushort)settings.Number;

    /// <summary>Verifies a request against the keys that are pinned at this moment.</summary>
    /// <exception cref="DomainFolderException">Register or authority are not pinned.</exception>
    public VerifiedRequest Verify(string text) =>
        DisclosureRequest.Verify(text, Number, domain.Register(), domain.Authority(), time.GetUtcNow());

    /// <summary>The pseudonyms of the index person on the order's days, sealed to the register: of everyone with this name who held the number within the last
    /// 28 days, and of their companions with this name; empty if nobody has both.</summary>
    public async Task<DisclosureResult> Subjects(VerifiedRequest verified, CancellationToken cancellationToken)
    {
        var order = verified.Order!;
        if (
            !order.ForIssuer.TryGetValue(Number, out var part)
            || IndexPerson.Open(part, decryptionKey) is not { } sought
            || verified.Request!.Pseudonyms is not null
        )
        {
            return await Refuse(verified, "subjects", IssuerProblems.OrderNotAuthentic, "outside the order", cancellationToken);
        }
        var now = time.GetUtcNow();
        var subjects = PhoneNumber.Read(sought.Phone) is { } phone ? await visitors.FindPeople(phone, sought.Name, cancellationToken) : [];
        List<DayPseudonym> pseudonyms = [.. subjects.SelectMany(subject => PseudonymsOf(subject, order, now))];

        await using var session = await database.Begin(AuditLog.Exclusive, cancellationToken);
        if (await quota.Take(session, order, [], cancellationToken) is { } limit)
        {
            await session.DisposeAsync();
            return await Refuse(verified, "subjects", IssuerProblems.OrderLimit, limit, cancellationToken);
        }
        if (subjects.Count > 0)
        {
            var people = await visitors.People(session, subjects, cancellationToken);
            await NotifyLater(session, order, AccessKind.Subject, people, now, cancellationToken);
        }
        var head = await Audit(session, verified, "subjects-disclosed", [("days", pseudonyms.Count)], cancellationToken);
        await session.Commit(cancellationToken);
        return Answer(head, new SubjectsAnswer(order.Id, pseudonyms).Seal(signingKey, domain.Register().EncryptionKey));
    }

    /// <summary>The people behind pseudonyms, sealed to the authority.</summary>
    public async Task<DisclosureResult> Identities(VerifiedRequest verified, CancellationToken cancellationToken)
    {
        var order = verified.Order!;
        if (verified.Request!.Pseudonyms is not { } days || !days.All(d => order.CoversContact(d.Day)))
        {
            return await Refuse(verified, "identities", IssuerProblems.OrderNotAuthentic, "outside the order", cancellationToken);
        }
        var asked = days.SelectMany(d => d.Pseudonyms.Select(p => new DayPseudonym(d.Day, p))).Distinct().ToList();
        await using var session = await database.Begin(AuditLog.Exclusive, cancellationToken);
        if (await quota.Take(session, order, asked, cancellationToken) is { } limit)
        {
            await session.DisposeAsync();
            return await Refuse(verified, "identities", IssuerProblems.OrderLimit, limit, cancellationToken);
        }
        var revealed = asked.Select(a => (Asked: a, PersonId: dayKeys.Find(a.Day)?.Reveal(a.Pseudonym))).ToList();
        var found = await visitors.People(session, [.. revealed.Select(r => r.PersonId).OfType<Id>().Distinct()], cancellationToken);
        var people = found.ToDictionary(person => person.PersonId);
        await NotifyLater(session, order, AccessKind.Identity, people.Values, time.GetUtcNow(), cancellationToken);

        var disclosed = new List<DisclosedPerson>(revealed.Count);
        var unresolved = new List<DayPseudonym>();
        foreach (var (pseudonym, personId) in revealed)
        {
            if (personId is { } id && people.TryGetValue(id, out var person))
            {
                disclosed.Add(Disclosed(pseudonym, person));
            }
            else
            {
                unresolved.Add(pseudonym);
            }
        }
        (string, long)[] counts = [("asked", asked.Count), ("people", disclosed.Count), ("unresolved", unresolved.Count)];
        var head = await Audit(session, verified, "identities-disclosed", counts, cancellationToken);
        await session.Commit(cancellationToken);
        return Answer(head, new IdentitiesAnswer(order.Id, disclosed, unresolved).Seal(signingKey, domain.Authority().EncryptionKey));
    }

    /// <summary>Audits and returns a refusal; the audited facts depend on which signatures are valid.</summary>
    public async Task<DisclosureResult> Refuse(
        VerifiedRequest verified,
        string what,
        Problem problem,
        string reason,
        CancellationToken cancellationToken
    )
    {
        await using var session = await database.Begin(AuditLog.Exclusive, cancellationToken);
        var facts = Facts(verified).Concat([new("what", what), new("code", problem.Code), new("reason", reason)]);
        await audit.Append(session, "disclosure-refused", facts, cancellationToken);
        await session.Commit(cancellationToken);
        return new DisclosureResult(null, problem);
    }

    private Task NotifyLater(
        DatabaseSession session,
        TraceOrder order,
        AccessKind kind,
        IEnumerable<Person> people,
        DateTimeOffset now,
        CancellationToken cancellationToken
    ) =>
        accessNotices.Add(
            session,
            order.Id,
            kind,
            people.Select(p => new AccessedPerson(p.PersonId, p.VisitorId)),
            now.AddDays(order.NoticeAfterDays),
            cancellationToken
        );

    private DisclosureResult Answer(ChainHead head, string sealedAnswer) =>
        new(new DisclosureAnswer(SignedHead.Sign(head, $"issuer:{Number}", time.GetUtcNow(), signingKey), sealedAnswer), null);

    private Task<ChainHead> Audit(
        DatabaseSession session,
        VerifiedRequest verified,
        string kind,
        IEnumerable<(string Name, long Count)> counts,
        CancellationToken cancellationToken
    ) =>
        audit.Append(
            session,
            kind,
            Facts(verified).Concat(counts.Select(c => KeyValuePair.Create(c.Name, c.Count.ToString(CultureInfo.InvariantCulture)))),
            cancellationToken
        );

    // The chains of register and authority contain our heads, and ours contains theirs, so no party can rewrite its own chain unnoticed.
    private IEnumerable<KeyValuePair<string, string>> Facts(VerifiedRequest verified)
    {
        if (verified.Request is { } request)
        {
            yield return new("request", request.Id.ToString());
        }
        if (verified.Order is { } order)
        {
            yield return new("order", order.Id.ToString());
            yield return new("case", order.Case);
        }
        if (verified.Head is not null)
        {
            yield return new("registerHead", verified.Request!.Head);
        }
        if (verified.Order?.SignedHeadOf(domain.Authority().SigningKey) is { } authority)
        {
            yield return new("authorityHead", authority);
        }
    }

    private List<DayPseudonym> PseudonymsOf(Id person, TraceOrder order, DateTimeOffset now)
    {
        var pseudonyms = new List<DayPseudonym>();
        for (var day = order.FromDay; day <= order.ToDay; day += 1)
        {
            if (order.Covers(day, now) && dayKeys.Find(day) is { } key)
            {
                pseudonyms.Add(new DayPseudonym(day, key.Hide(person)));
            }
        }
        return pseudonyms;
    }

    private static DisclosedPerson Disclosed(DayPseudonym asked, Person person) =>
        new(asked.Day, asked.Pseudonym, person.Name.Value, person.Phone.Value, person.BirthDate.Date.Year, person.GuardianPhone?.Value);
}

/// <summary>An answer or a refusal.</summary>
internal sealed record DisclosureResult(DisclosureAnswer? Answer, Problem? Problem);
