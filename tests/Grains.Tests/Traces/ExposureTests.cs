using System.Globalization;
using System.Text.RegularExpressions;
using KiPass.Grains.Traces;
using KiPass.Tokens;
using KiPass.Tokens.Orders;

namespace KiPass.Grains.Tests.Traces;

/// Goal: officials and we mean the same by "was there with the case". Each scenario is what happened at the doors, then what follows.
/// People stay 90 minutes in a karaoke room, 60 in a café, 3 hours in a club; 15 minutes together is close. A name is one person. The register
/// knows all tickets of the case; of contacts it knows those of one day in a forward trace, and otherwise each entry alone.
public sealed class ExposureTests
{
    private static readonly Dictionary<string, string> Scenarios = new()
    {
        ["Somebody enters while the case is there"] = """
            case enters karaoke at 19:00
            Ana enters karaoke at 19:30
            => Ana with the case at karaoke 19:30-20:30, 60 minutes, close
            """,
        ["Somebody who came before is still there"] = """
            case enters karaoke at 19:00
            Ana enters karaoke at 18:00
            => Ana with the case at karaoke 19:00-19:30, 30 minutes, close
            """,
        ["Somebody had left, by the dwell time, when the case came"] = """
            case enters karaoke at 19:00
            Ana enters karaoke at 17:30
            => nobody
            """,
        ["Somebody came when the case had left"] = """
            case enters karaoke at 19:00
            Ana enters karaoke at 20:30
            => nobody
            """,
        ["Fourteen minutes together is casual, fifteen is close"] = """
            case enters karaoke at 19:00
            Ana enters karaoke at 20:16
            Ben enters karaoke at 20:15
            => Ben with the case at karaoke 20:15-20:30, 15 minutes, close
            => Ana with the case at karaoke 20:16-20:30, 14 minutes, casual
            """,
        ["A few seconds together is a casual contact of no whole minute"] = """
            case enters karaoke at 19:00
            Ana enters karaoke at 20:29:30
            => Ana with the case at karaoke 20:29:30-20:30, 0 minutes, casual
            """,
        ["The case's next visit elsewhere ends the exposure before the dwell time"] = """
            case enters karaoke at 19:00
            case enters cafe at 19:40
            Ana enters karaoke at 19:30
            Ben enters karaoke at 19:45
            => Ana with the case at karaoke 19:30-19:40, 10 minutes, casual
            """,
        ["The contact's next visit elsewhere ends it too"] = """
            case enters karaoke at 19:00
            Ana enters karaoke at 18:30
            Ana enters cafe at 19:10
            Ben enters karaoke at 18:00
            Ben enters cafe at 18:50
            => Ana with the case at karaoke 19:00-19:10, 10 minutes, casual
            """,
        ["A visit elsewhere after the dwell time changes nothing"] = """
            case enters karaoke at 19:00
            Ana enters karaoke at 19:10
            Ana enters cafe at 23:00
            => Ana with the case at karaoke 19:10-20:30, 80 minutes, close
            """,
        ["One visitor meets the case at two venues: one contact, minutes taken together"] = """
            case enters cafe at 18:00
            case enters karaoke at 18:40
            Ana enters cafe at 18:32
            Ana enters karaoke at 20:02
            => Ana with the case at cafe 18:32-18:40, 8 minutes, close
            => Ana with the case at karaoke 20:02-20:10, 8 minutes, close
            """,
        ["Companions come in together, each with their own pass, and are contacts each"] = """
            case enters cafe at 12:00
            Ana enters cafe at 12:00
            child of Ana enters cafe at 12:00
            => Ana with the case at cafe 12:00-13:00, 60 minutes, close
            => child of Ana with the case at cafe 12:00-13:00, 60 minutes, close
            """,
        ["Re-scans minutes apart are one stay that ends a dwell time after the last"] = """
            case enters karaoke at 19:00
            Ana enters karaoke at 19:30
            Ana enters karaoke at 19:34
            Ana enters karaoke at 20:10
            => Ana with the case at karaoke 19:30-20:30, 60 minutes, close
            """,
        ["Re-scans of the case prolong the window"] = """
            case enters karaoke at 19:00
            case enters karaoke at 19:05
            Ana enters karaoke at 20:31
            => Ana with the case at karaoke 20:31-20:35, 4 minutes, casual
            """,
        ["Somebody who comes back in the evening has two stays"] = """
            case enters cafe at 12:00
            case enters cafe at 18:00
            Ana enters cafe at 12:50
            Ana enters cafe at 18:55
            => Ana with the case at cafe 12:50-13:00, 10 minutes, close
            => Ana with the case at cafe 18:55-19:00, 5 minutes, close
            """,
        ["Across midnight the case is followed under both tickets"] = """
            case enters club at 23:00
            case enters cafe at 00:30 the next day
            Ana enters club at 00:10 the next day
            Ben enters cafe at 00:40 the next day
            => Ana with the case at club 00:10-00:30, 20 minutes, close
            => Ben with the case at cafe 00:40-01:30, 50 minutes, close
            """,
        ["Across midnight a contact has a new ticket: the old one stays for the dwell time"] = """
            case enters club at 23:00
            Ana enters club at 23:30
            Ana enters cafe at 00:10 the next day
            => Ana with the case at club 23:30-02:00, 150 minutes, close
            """,
        ["A re-scan after midnight makes the same person two contacts, one a day"] = """
            case enters club at 23:00
            Ana enters club at 23:30
            Ana enters club at 00:10 the next day
            => Ana with the case at club 23:30-02:00, 150 minutes, close
            => Ana with the case at club 00:10-02:00, 110 minutes, close
            """,
        ["People in two zones of a large facility do not meet"] = """
            case enters club/floor 1 at 22:00
            Ana enters club/floor 2 at 22:00
            Ben enters club/floor 1 at 22:00
            => Ben with the case at club 22:00-01:00, 180 minutes, close
            """,
        ["A scanner without a zone may be anywhere in the facility"] = """
            case enters club/floor 1 at 22:00
            Ana enters club at 22:30
            => Ana with the case at club 22:30-01:00, 150 minutes, close
            """,
        ["Moving to another zone ends the stay in the first"] = """
            case enters club/floor 1 at 22:00
            case enters club/floor 2 at 22:30
            Ana enters club/floor 1 at 22:20
            Ben enters club/floor 2 at 22:40
            => Ana with the case at club 22:20-22:30, 10 minutes, casual
            => Ben with the case at club 22:40-01:30, 170 minutes, close
            """,
        ["Somebody written down on paper has entries that nothing links"] = """
            case enters karaoke at 19:00
            paper Ana enters karaoke at 19:10
            paper Ana enters cafe at 19:20
            => paper Ana with the case at karaoke 19:10-20:30, 80 minutes, close
            """,
        ["A visit that was undone is no visit, neither the contact's nor the case's"] = """
            case enters karaoke at 19:00
            undone case enters cafe at 19:10
            undone Ana enters karaoke at 19:30
            Ben enters karaoke at 19:30
            => Ben with the case at karaoke 19:30-20:30, 60 minutes, close
            """,
        ["The same hour at another facility is no exposure"] = """
            case enters karaoke at 19:00
            Ana enters cafe at 19:00
            => nobody
            """,
        ["The case alone exposes nobody"] = """
            case enters karaoke at 19:00
            => nobody
            """,
    };

    private static readonly Dictionary<string, string> AloneScenarios = new()
    {
        ["The contact's next visit elsewhere is not known and ends nothing"] = """
            case enters karaoke at 19:00
            Ana enters karaoke at 18:30
            Ana enters cafe at 19:10
            => Ana with the case at karaoke 19:00-20:00, 60 minutes, close
            """,
        ["Re-scans with another ticket are separate entries, until the authority merges them"] = """
            case enters karaoke at 19:00
            Ana enters karaoke at 19:30
            Ana enters karaoke at 20:20
            => Ana with the case at karaoke 19:30-20:30, 60 minutes, close
            => Ana with the case at karaoke 20:20-20:30, 10 minutes, casual
            """,
        ["The case's next visit elsewhere still ends the exposure"] = """
            case enters karaoke at 19:00
            case enters cafe at 19:40
            Ana enters karaoke at 19:30
            => Ana with the case at karaoke 19:30-19:40, 10 minutes, casual
            """,
    };

    public static TheoryData<string> Names => [.. Scenarios.Keys];

    public static TheoryData<string> NamesAlone => [.. AloneScenarios.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Contacts_of_a_forward_trace_match_each_exposure_scenario(string scenario) =>
        Matches(Scenarios[scenario], visit => visit.PersonOfDay);

    [Theory]
    [MemberData(nameof(NamesAlone))]
    public void Contacts_known_by_a_ticket_match_each_exposure_scenario(string scenario) =>
        Matches(AloneScenarios[scenario], visit => visit.Ticket);

    private static void Matches(string scenario, Func<Visit, string> contact)
    {
        var lines = scenario.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        var expected = lines.Where(l => l.StartsWith("=> ", StringComparison.Ordinal)).Select(l => l[3..]);
        Assert.Equal(
            expected,
            Contacts([.. lines.Where(l => !l.StartsWith("=> ", StringComparison.Ordinal))], contact).DefaultIfEmpty("nobody")
        );
    }

    [Fact]
    public void A_stay_records_how_its_exit_was_inferred()
    {
        var stays = DwellInference.Of([new(Place("karaoke"), At("19:00")), new(Place("cafe"), At("19:40"))], DwellTime);
        Assert.Equal([InferredExit.NextVisit, InferredExit.DwellTime], stays.Select(s => s.Exit));
        Assert.Equal([At("19:40"), At("20:40")], stays.Select(s => s.LeftAt));
    }

    [Fact]
    public void Relevant_entries_start_one_dwell_time_before_a_stay_and_end_with_it()
    {
        var stay = DwellInference.Of([new(Place("karaoke"), At("19:00"))], DwellTime)[0];
        Assert.Equal((At("17:30"), At("20:30")), Exposures.EntriesThatMatter(stay, TimeSpan.FromMinutes(90)));
    }

    private static IEnumerable<string> Contacts(string[] happened, Func<Visit, string> contact)
    {
        var visits = happened.Select(Visit.Read).Where(v => !v.Undone).ToList();
        var sources = DwellInference.Of(visits.Where(v => v.Who == "case").Select(v => v.PlaceEntry), DwellTime);
        return visits
            .Where(v => v.Who != "case")
            .GroupBy(contact)
            .Select(who => (who.First().Who, Met: Exposures.Between(sources, DwellInference.Of(who.Select(v => v.PlaceEntry), DwellTime))))
            .SelectMany(c => c.Met.Select(m => (c.Who, Exposure: m, Close: Exposures.IsClose(c.Met, 15))))
            .OrderBy(c => c.Exposure.From)
            .Select(c =>
                $"{c.Who} with the case at {Visit.Places.First(p => p.Value == c.Exposure.Contact.Place.FacilityId).Key} "
                + $"{Clock(c.Exposure.From)}-{Clock(c.Exposure.To)}, {c.Exposure.Minutes} minutes, {(c.Close ? "close" : "casual")}"
            );
    }

    private static TimeSpan DwellTime(Guid facility) =>
        TimeSpan.FromMinutes(
            facility == Visit.Places["karaoke"] ? 90
            : facility == Visit.Places["cafe"] ? 60
            : 180
        );

    private static Place Place(string name) => new(Visit.Places[name]);

    private static string Clock(DateTimeOffset at) => at.ToString(at.Second == 0 ? "HH:mm" : "HH:mm:ss", CultureInfo.InvariantCulture);

    private static DateTimeOffset At(string clock, int day = 0) =>
        KoreanDay.Parse("2020-06-12").Start.AddDays(day) + TimeSpan.Parse(clock, CultureInfo.InvariantCulture);

    private sealed record Visit(string Who, string PersonOfDay, string Ticket, bool Undone, PlaceEntry PlaceEntry)
    {
        public static readonly Dictionary<string, Guid> Places = new()
        {
            ["karaoke"] = Guid.NewGuid(),
            ["cafe"] = Guid.NewGuid(),
            ["club"] = Guid.NewGuid(),
        };

        private static readonly Dictionary<string, Guid> Zones = new() { ["floor 1"] = Guid.NewGuid(), ["floor 2"] = Guid.NewGuid() };

        public static Visit Read(string line)
        {
            var words = Regex.Match(line, "^(undone )?(.+) enters (karaoke|cafe|club)(?:/(.+))? at ([0-9:]+)( the next day)?$");
            Assert.True(words.Success, line);
            var who = words.Groups[2].Value;
            var day = words.Groups[6].Success ? 1 : 0;
            var place = new Place(Places[words.Groups[3].Value], words.Groups[4].Success ? Zones[words.Groups[4].Value] : null);
            var person = who.StartsWith("paper", StringComparison.Ordinal) ? line : $"{who} on day {day}";
            return new Visit(who, person, line, words.Groups[1].Success, new PlaceEntry(place, At(words.Groups[5].Value, day)));
        }
    }
}
