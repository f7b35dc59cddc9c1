using KiPass.Portal.Officials.Traces.LineList;
using KiPass.Portal.Officials.Traces.Orders;
using KiPass.Tokens;
using KiPass.Tokens.Orders;
using KiPass.Tokens.Passes;

namespace KiPass.Portal.Officials.Tests.Traces.LineList;

/// <summary>One entry of somebody at one of three facilities. Person 0 is nobody that the issuer can name.</summary>
/// <param name="Minute">Entry time in minutes after midnight.</param>
/// <param name="Zone">The zone of the scanner; null if it has none.</param>
internal sealed record FoundEntry(int Person, ushort Issuer, int Place, int Minute, string? Zone = null)
{
    public Ticket Ticket { get; } = new(Guid.NewGuid());
}

/// <summary>A case, as it stayed: facility and minutes after midnight.</summary>
internal sealed record CaseStay(int Place, int From, int To);

/// <summary>
/// What a register and two issuers answer about entries, written independently of their code: each entry is one ticket, whose stay lasts as
/// long as a visit to its facility usually does.
/// </summary>
internal sealed class FoundEntries(IReadOnlyList<CaseStay> stays, IReadOnlyList<FoundEntry> entries, int closeMinutes = 15)
{
    public static readonly int[] DwellMinutes = [120, 60, 30];

    private static readonly KoreanDay Day = KoreanDay.Of(new DateTimeOffset(2020, 6, 12, 3, 0, 0, TimeSpan.Zero));

    private static readonly FoundFacility[] Facilities =
    [
        .. DwellMinutes.Select(
            (_, place) => new FoundFacility(new Guid(place + 1, 0, 0, new byte[8]), $"곳 {place}", "cafe", "11110", "", "")
        ),
    ];

    /// <summary>Everybody at least once with the case, in the order of the entries.</summary>
    public IReadOnlyList<FoundEntry> Contacts { get; } = [.. entries.Where(entry => stays.Any(stay => Minutes(stay, entry).Any()))];

    /// <summary>The minutes that an entry shares with the case.</summary>
    public IEnumerable<int> Shared(FoundEntry entry) => stays.SelectMany(stay => Minutes(stay, entry));

    public JoinedList Join()
    {
        var findings = new TraceFindings(
            Guid.NewGuid(),
            Facilities,
            [.. stays.Select(stay => Stay(stay.Place, stay.From, stay.To, null))],
            [.. Contacts.Select(Contact)],
            [],
            0
        );
        return LineListJoin.Join(
            findings,
            new ushort[] { 1, 2 }.ToDictionary(issuer => issuer, Answer),
            _ => null,
            null,
            new TraceOrderDraft { CloseMinutes = closeMinutes }
        );
    }

    /// <summary>A list as text, to compare two of them.</summary>
    public static string Say(JoinedList list) =>
        string.Join(
            '\n',
            list.Rows.Select(row =>
                $"{row.Name} {row.Source} {row.Close} {row.Minutes} {string.Join(',', row.Keys)} {string.Join(',', row.Issuers)} "
                + string.Join(
                    ';',
                    row.Exposures.Select(e => $"{e.Facility.Name} {e.Zone} {e.EnteredAt:O} {e.LeftAt:O} {e.From:O} {e.Until:O}")
                )
            )
        );

    private static IEnumerable<int> Minutes(CaseStay stay, FoundEntry entry)
    {
        var (from, to) = Overlap(stay, entry);
        return stay.Place == entry.Place ? Enumerable.Range(from, Math.Max(0, to - from)) : [];
    }

    private static (int From, int To) Overlap(CaseStay stay, FoundEntry entry) =>
        (Math.Max(stay.From, entry.Minute), Math.Min(stay.To, entry.Minute + DwellMinutes[entry.Place]));

    private static FoundStay Stay(int place, int from, int to, string? zone) =>
        new(Facilities[place].Id, Day.Start.AddMinutes(from), Day.Start.AddMinutes(to), InferredExit.DwellTime, zone);

    private FoundContact Contact(FoundEntry entry)
    {
        var stay = Stay(entry.Place, entry.Minute, entry.Minute + DwellMinutes[entry.Place], entry.Zone);
        List<FoundExposure> exposures =
        [
            .. stays
                .Where(other => Minutes(other, entry).Any())
                .Select(other => Overlap(other, entry))
                .Select(both => new FoundExposure(stay, Day.Start.AddMinutes(both.From), both.To - both.From)),
        ];
        var close = exposures.Sum(exposure => exposure.Minutes) >= closeMinutes;
        return new FoundContact(entry.Issuer, Day, entry.Ticket, close, exposures);
    }

    private IdentitiesAnswer Answer(ushort issuer)
    {
        var own = Contacts.Where(entry => entry.Issuer == issuer).ToList();
        return new IdentitiesAnswer(
            Guid.NewGuid(),
            [
                .. own.Where(entry => entry.Person > 0)
                    .Select(entry => entry.Person)
                    .Distinct()
                    .Select(person => new DisclosedPerson(person, $"사람 {issuer} {person}", $"+82101111{person:0000}", 1990)),
            ],
            [.. own.Where(entry => entry.Person > 0).Select(entry => new PersonTicket(Day, entry.Ticket, entry.Person))],
            [.. own.Where(entry => entry.Person == 0).Select(entry => new DayTicket(Day, entry.Ticket))]
        );
    }
}
