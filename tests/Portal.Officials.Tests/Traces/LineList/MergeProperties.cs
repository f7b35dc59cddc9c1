using CsCheck;
using KiPass.Portal.Officials.Traces.LineList;

namespace KiPass.Portal.Officials.Tests.Traces.LineList;

/// <summary>The line list says who was with the case for how long, no matter which codes people show.</summary>
public sealed class MergeProperties
{
    private const int CloseMinutes = 15;
    private static readonly string?[] Zones = [null, "1층", "2층"];

    // A case is at one place at a time.
    private static readonly Gen<List<CaseStay>> Stays = Gen.Select(Gen.Int[0, 2], Gen.Int[5, 90], Gen.Int[1, 60])
        .List[1, 6]
        .Select(steps =>
        {
            var at = 600;
            return steps.ConvertAll(step =>
            {
                var stay = new CaseStay(step.Item1, at, at + step.Item2);
                at = stay.To + step.Item3;
                return stay;
            });
        });

    private static readonly Gen<FoundEntry> WithoutZone = Gen.Select(Gen.Int[0, 3], Gen.UShort[1, 2], Gen.Int[0, 2], Gen.Int[500, 1_100])
        .Select((person, issuer, place, minute) => new FoundEntry(person, issuer, place, minute));

    private static readonly Gen<FoundEntry> WithZone = Gen.Select(WithoutZone, Gen.Int[0, 2])
        .Select((entry, zone) => new FoundEntry(entry.Person, entry.Issuer, entry.Place, entry.Minute, Zones[zone]));

    [Fact]
    public void The_order_of_entries_never_changes_the_list() =>
        Gen.Select(Stays, WithZone.List[0, 14], Gen.Int)
            .Sample(
                (stays, entries, seed) =>
                {
                    var shuffled = entries.ToArray();
                    new Random(seed).Shuffle(shuffled);
                    Assert.Equal(
                        FoundEntries.Say(new FoundEntries(stays, entries).Join()),
                        FoundEntries.Say(new FoundEntries(stays, shuffled).Join())
                    );
                }
            );

    [Fact]
    public void A_person_is_listed_once_with_every_minute_at_each_facility_counted_once() =>
        Gen.Select(Stays, WithoutZone.List[0, 14])
            .Sample(
                (stays, entries) =>
                {
                    var found = new FoundEntries(stays, entries, CloseMinutes);
                    var list = found.Join();
                    var people = found.Contacts.Where(entry => entry.Person > 0).GroupBy(entry => (entry.Issuer, entry.Person)).ToList();

                    Assert.Equal(people.Count, list.People);
                    Assert.Equal(found.Contacts.Count, list.Entries);
                    Assert.Equal(found.Contacts.Count(entry => entry.Person == 0), list.Unresolved);
                    Assert.Equal(list.Rows.Count, list.Rows.Select(row => row.Keys[0]).Distinct().Count());
                    Assert.True(list.People <= list.Entries);
                    foreach (var person in people)
                    {
                        var row = Assert.Single(list.Rows, row => row.Name == $"사람 {person.Key.Issuer} {person.Key.Person}");
                        var minutes = person
                            .SelectMany(entry => found.Shared(entry).Select(minute => (entry.Place, minute)))
                            .Distinct()
                            .Count();
                        Assert.Equal((minutes, minutes >= CloseMinutes, person.Count()), (row.Minutes, row.Close, row.Entries));
                    }
                }
            );

    [Fact]
    public void Minutes_of_separate_stays_are_added() =>
        Gen.Select(Stays, WithZone.List[0, 14])
            .Sample(
                (stays, entries) =>
                {
                    // Only stays of a person that do not overlap.
                    var apart = entries
                        .Where(entry =>
                            entry.Person > 0
                            && !entries.Exists(other =>
                                other != entry
                                && (other.Person, other.Issuer, other.Place) == (entry.Person, entry.Issuer, entry.Place)
                                && Math.Abs(other.Minute - entry.Minute) < FoundEntries.DwellMinutes[entry.Place]
                            )
                        )
                        .ToList();
                    var found = new FoundEntries(stays, apart, CloseMinutes);
                    var rows = found.Join().Rows;
                    Assert.Equal(found.Contacts.Sum(entry => found.Shared(entry).Count()), rows.Sum(row => row.Minutes));
                    Assert.All(rows, row => Assert.Equal(row.Minutes, row.Exposures.Sum(exposure => exposure.Minutes)));
                }
            );

    [Fact]
    public void Showing_another_code_during_a_stay_changes_minutes_and_verdict_by_at_most_the_gap() =>
        Gen.Select(Stays, WithZone.List[0, 8], WithZone, Gen.Int[1, 29])
            .Sample(
                (stays, others, entry, gap) =>
                {
                    var one = new FoundEntry(4, 1, entry.Place, entry.Minute, entry.Zone);
                    var again = new FoundEntry(4, 1, entry.Place, entry.Minute + gap, entry.Zone);
                    var (before, after) = (Row([.. others, one]), Row([.. others, one, again]));
                    Assert.InRange(after.Minutes - before.Minutes, 0, gap);
                    Assert.True(!before.Close || after.Close);
                    Assert.True(before.Close || !after.Close || before.Minutes + gap >= CloseMinutes);

                    (int Minutes, bool Close) Row(List<FoundEntry> entries) =>
                        new FoundEntries(stays, entries, CloseMinutes).Join().Rows.SingleOrDefault(row => row.Name == "사람 1 4") is { } row
                            ? (row.Minutes, row.Close)
                            : (0, false);
                }
            );

    [Fact]
    public void Moving_to_another_zone_ends_the_stay_in_the_first()
    {
        List<CaseStay> stays = [new CaseStay(0, 600, 660)];
        List<FoundEntry> entries = [new(1, 1, 0, 600, "1층"), new(1, 1, 0, 620, "2층"), new(1, 1, 0, 640, "1층")];
        var row = Assert.Single(new FoundEntries(stays, entries).Join().Rows);
        Assert.Equal(60, row.Minutes);
        Assert.Equal(["1층 20", "2층 20", "1층 20"], row.Exposures.Select(exposure => $"{exposure.Zone} {exposure.Minutes}"));
    }
}
