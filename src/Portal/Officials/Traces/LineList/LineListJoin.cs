using System.Security.Cryptography;
using System.Text;
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
    public static JoinedList Join(
        TraceFindings findings,
        IReadOnlyDictionary<ushort, IdentitiesAnswer> identities,
        Func<FoundPaperEntry, OpenedPaper?> paper,
        IndexPerson? index
    )
    {
        var facilities = findings.Facilities.ToDictionary(facility => facility.Id);
        var forward = (findings.Onward?.Facilities ?? []).ToDictionary(facility => facility.Id);
        var people = identities
            .SelectMany(answer => answer.Value.People.Select(person => (Key: (answer.Key, person.Day, person.Ticket), Person: person)))
            .GroupBy(found => found.Key)
            .ToDictionary(found => found.Key, found => found.First().Person);
        var asked = findings.Contacts.Select(contact => (contact.Issuer, contact.Day, contact.Ticket)).ToHashSet();

        var parts = findings
            .Contacts.Select(contact =>
                Part(contact, people.GetValueOrDefault((contact.Issuer, contact.Day, contact.Ticket)), identities, facilities, forward)
            )
            .Concat(findings.Paper.Select(entry => Part(entry, paper(entry), facilities)))
            .Where(part => part.Row.Exposures.Count > 0);
        var indexKey = index is null ? null : PersonKey(index.Name, index.Phone);
        var rows = parts
            .GroupBy(part => part.Person ?? part.Row.Keys[0])
            .Where(group => indexKey is null || group.Key != indexKey)
            .Select(group => Merge([.. group.Select(part => part.Row)]))
            .OrderBy(row => row.FirstAt)
            .ThenBy(row => row.Keys[0], StringComparer.Ordinal);
        return new JoinedList([.. rows], findings.Facilities, findings.Case, people.Keys.Count(key => !asked.Contains(key)))
        {
            Forward = findings.Onward,
            Cut = findings.Cut ?? [],
        };
    }

    private static (string? Person, LineRow Row) Part(
        FoundContact contact,
        DisclosedPerson? person,
        IReadOnlyDictionary<ushort, IdentitiesAnswer> identities,
        Dictionary<Guid, FoundFacility> facilities,
        Dictionary<Guid, FoundFacility> forward
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
            Close = contact.Close,
            Exposures = Exposures(contact.Exposures, facilities),
            Next =
            [
                .. (contact.Next ?? [])
                    .Where(stay => forward.ContainsKey(stay.Facility))
                    .Select(stay => new NextStay(forward[stay.Facility], stay.Zone, stay.EnteredAt, stay.LeftAt, stay.Exit))
                    .OrderBy(stay => stay.EnteredAt),
            ],
        };
        return (person is null ? null : PersonKey(person.Name, person.Phone), row);
    }

    private static (string? Person, LineRow Row) Part(FoundPaperEntry entry, OpenedPaper? paper, Dictionary<Guid, FoundFacility> facilities)
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
            Close = entry.Close,
            Exposures = Exposures(entry.Exposures, facilities),
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

    private static LineRow Merge(IReadOnlyList<LineRow> parts) =>
        parts.Count == 1
            ? parts[0]
            : parts.OrderBy(part => part.Source).First() with
            {
                Keys = [.. parts.SelectMany(part => part.Keys).Order(StringComparer.Ordinal)],
                Issuers = [.. parts.SelectMany(part => part.Issuers).Distinct().Order()],
                Close = parts.Any(part => part.Close),
                Exposures = [.. parts.SelectMany(part => part.Exposures).OrderBy(exposure => exposure.From)],
                Next = [.. parts.SelectMany(part => part.Next).OrderBy(stay => stay.EnteredAt)],
                BirthYear = parts.Select(part => part.BirthYear).FirstOrDefault(year => year is not null),
                GuardianPhone = parts.Select(part => part.GuardianPhone).FirstOrDefault(phone => phone.Length > 0) ?? "",
            };

    private static LineExposure[] Exposures(IReadOnlyList<FoundExposure> found, Dictionary<Guid, FoundFacility> facilities) =>
        [
            .. found
                .Where(exposure => facilities.ContainsKey(exposure.Stay.Facility))
                .Select(exposure => new LineExposure(
                    facilities[exposure.Stay.Facility],
                    exposure.Stay.Zone,
                    exposure.Stay.EnteredAt,
                    exposure.Stay.LeftAt,
                    exposure.Stay.Exit,
                    exposure.From,
                    exposure.Minutes,
                    exposure.Stay.ReceivedAt
                ))
                .OrderBy(exposure => exposure.From),
        ];

    // A person has a different ticket each day and may have accounts at two issuers, so phone and name together identify a person.
    // Companions can share a phone number, but not a name.
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
