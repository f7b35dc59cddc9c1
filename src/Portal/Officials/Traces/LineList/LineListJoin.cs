using System.Security.Cryptography;
using System.Text;
using KiPass.Portal.Officials.Store;
using KiPass.Portal.Shared.Accounts;
using KiPass.Tokens;
using KiPass.Tokens.Keys;
using KiPass.Tokens.Orders;
using KiPass.Tokens.Passes;

namespace KiPass.Portal.Officials.Traces.LineList;

/// <summary>Joins the register's places with the issuers' people. No other code of the authority reads both. Pure.</summary>
internal static class LineListJoin
{
    private static readonly TimeSpan PaperTolerance = TimeSpan.FromSeconds(1);

    /// <summary>Creates the line list.</summary>
    /// <param name="findings">The verified findings of the register.</param>
    /// <param name="identities">The verified answers of the issuers, by issuer number.</param>
    /// <param name="paper">Decrypts a paper entry and checks its device's signature; returns null if it cannot be decrypted.</param>
    /// <param name="index">
    /// The index person, who is excluded from the contacts even under another issuer's account; null for a facility window.
    /// </param>
    /// <param name="terms">The terms of the order, which decide who is a close contact.</param>
    public static JoinedList Join(
        TraceFindings findings,
        IReadOnlyDictionary<ushort, IdentitiesAnswer> identities,
        Func<FoundPaperEntry, OpenedPaper?> paper,
        IndexPerson? index,
        TraceOrderTerms terms
    )
    {
        var places = new FoundPlaces(findings, terms.WindowTo);
        var people = People(identities);
        var asked = findings.Contacts.Select(contact => (contact.Issuer, contact.Day, contact.Ticket)).ToHashSet();
        var named = people
            .Where(ticket => asked.Contains(ticket.Key))
            .Select(ticket => (ticket.Key.Issuer, ticket.Value.Number))
            .ToHashSet();

        var parts = findings
            .Contacts.Select(contact =>
                Part(contact, people.GetValueOrDefault((contact.Issuer, contact.Day, contact.Ticket)), identities, places)
            )
            .Concat(findings.Paper.Select(entry => Part(entry, paper(entry), places)))
            .Where(part => part.Row.Exposures.Count > 0);
        var indexKey = index is null ? null : PersonKey(index.Name, index.Phone);
        var rows = parts
            .GroupBy(part => part.Person ?? part.Row.Keys[0])
            .Where(group => indexKey is null || group.Key != indexKey)
            .Select(group => Merge([.. group.Select(part => part.Row)], terms.CloseMinutes))
            .OrderBy(row => row.FirstAt)
            .ThenBy(row => row.Keys[0], StringComparer.Ordinal);
        return new JoinedList(
            [.. rows],
            findings.Facilities,
            [.. findings.Case.OrderBy(stay => stay.EnteredAt).ThenBy(stay => stay.Facility)],
            identities.Sum(answer => answer.Value.People.Count(person => !named.Contains((answer.Key, person.Number))))
        )
        {
            Forward = findings.Onward,
            Cut = findings.Cut ?? [],
        };
    }

    // An issuer that gives one ticket to several people is wrong; the smallest number makes the result independent of their order.
    private static Dictionary<(ushort Issuer, KoreanDay Day, Ticket Ticket), DisclosedPerson> People(
        IReadOnlyDictionary<ushort, IdentitiesAnswer> identities
    )
    {
        var people = new Dictionary<(ushort, KoreanDay, Ticket), DisclosedPerson>();
        foreach (var (issuer, answer) in identities)
        {
            var numbered = answer.People.ToDictionary(person => person.Number);
            foreach (var ticket in answer.Tickets.OrderBy(ticket => ticket.Person))
            {
                people.TryAdd((issuer, ticket.Day, ticket.Ticket), numbered[ticket.Person]);
            }
        }
        return people;
    }

    private static (string? Person, LineRow Row) Part(
        FoundContact contact,
        DisclosedPerson? person,
        IReadOnlyDictionary<ushort, IdentitiesAnswer> identities,
        FoundPlaces places
    )
    {
        var row = new LineRow
        {
            Keys = [KeyOf(contact)],
            Source =
                person is not null ? LineSource.Issuer
                : identities.ContainsKey(contact.Issuer) ? LineSource.Unknown
                : LineSource.NotAnswered,
            Name = person?.Name ?? "",
            Phone = person?.Phone ?? "",
            BirthYear = person?.BirthYear,
            GuardianPhone = person?.GuardianPhone ?? "",
            Issuers = [contact.Issuer],
            Exposures = places.Exposures(contact.Exposures),
            Next = places.Next(contact.Next ?? []),
        };
        return (person is null ? null : PersonKey(contact.Issuer, person), row);
    }

    private static (string? Person, LineRow Row) Part(FoundPaperEntry entry, OpenedPaper? paper, FoundPlaces places)
    {
        var opened = paper?.Entry;
        var fits = opened is not null && Fits(entry, opened);
        var phone = fits ? Phone.Parse(opened!.Phone) ?? opened.Phone : "";
        var row = new LineRow
        {
            Keys = [Hash($"paper|{entry.Device}|{entry.ScanId}")],
            Source =
                !fits ? LineSource.PaperUnreadable
                : paper!.IsSigned ? LineSource.Paper
                : LineSource.PaperUnsigned,
            Name = fits ? opened!.Name : "",
            Phone = phone,
            Exposures = places.Exposures(entry.Exposures),
        };
        return (fits ? PersonKey(opened!.Name, phone) : null, row);
    }

    // The register stores the sealed text and could have attached it to a different visit.
    private static bool Fits(FoundPaperEntry entry, PaperEntry opened) =>
        opened.Facility == entry.Facility
        && opened.Device == entry.Device
        && opened.ScanId == entry.ScanId
        && (entry.EnteredAt is not { } enteredAt || (enteredAt - opened.EnteredAt).Duration() <= PaperTolerance)
        && entry.Exposures.All(exposure => (exposure.Stay.EnteredAt - opened.EnteredAt).Duration() <= PaperTolerance);

    // Close or casual is decided here and not by the register, which sees entries instead of people.
    private static LineRow Merge(IEnumerable<LineRow> parts, int closeMinutes)
    {
        LineRow[] ordered =
        [
            .. parts
                .OrderBy(part => part.Source)
                .ThenBy(part => part.Issuers is [var issuer, ..] ? issuer : 0)
                .ThenBy(part => part.Keys[0], StringComparer.Ordinal),
        ];
        var exposures = ExposureMerge.Exposures([.. ordered.SelectMany(part => part.Exposures)]);
        var merged = ordered[0] with
        {
            Keys = [.. ordered.SelectMany(part => part.Keys).Distinct().Order(StringComparer.Ordinal)],
            Issuers = [.. ordered.SelectMany(part => part.Issuers).Distinct().Order()],
            Exposures = exposures,
            Next = ExposureMerge.Next(ordered.SelectMany(part => part.Next), exposures),
            BirthYear = ordered.Select(part => part.BirthYear).FirstOrDefault(year => year is not null),
            GuardianPhone = ordered.Select(part => part.GuardianPhone).FirstOrDefault(phone => phone.Length > 0) ?? "",
        };
        return merged with { Close = merged.Together >= TimeSpan.FromMinutes(closeMinutes) };
    }

    // The issuer numbers the people of its answer; a number has one name and phone, which also link other issuers and paper entries.
    private static string PersonKey(ushort issuer, DisclosedPerson person) =>
        person.Name.Length > 0 || person.Phone.Length > 0 ? PersonKey(person.Name, person.Phone) : $"#{issuer}|{person.Number}";

    // A person may have accounts at two issuers and be on paper, so phone and name together identify a person. Companions can share a
    // phone number, but not a name.
    internal static string PersonKey(string name, string phone) =>
        $"{phone}|{string.Concat(name.Normalize(NormalizationForm.FormKC).Where(c => !char.IsWhiteSpace(c))).ToUpperInvariant()}";

    private static string KeyOf(FoundContact contact)
    {
        Span<byte> ticket = stackalloc byte[Ticket.Size];
        contact.Ticket.Write(ticket);
        return Hash($"{contact.Issuer}|{contact.Day}|{Convert.ToHexString(ticket)}");
    }

    private static string Hash(string text) => Base64Url.Encode(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 16));
}
