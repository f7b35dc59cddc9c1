namespace KiPass.Bench.Traces;

/// <summary>
/// The index case: so many visits over the days, at places and times chosen so that about so many people were there too; and who those are,
/// reckoned from the plan alone.
/// </summary>
internal sealed class IndexCase(ManyPlaces places, int visits, int contacts, int days)
{
    private const int Tries = 4000;

    private int visitsLeft = visits;
    private int contactsLeft = contacts;
    private int daysLeft = days;

    /// <summary>The entries of everybody who was with the case; each has another ticket.</summary>
    public HashSet<(int Day, int Person, int AtMs)> Contacts { get; } = [];

    /// <summary>The places of a day, in order.</summary>
    public Dictionary<int, IReadOnlyList<PlannedVisit>> Visits { get; } = [];

    /// <summary>Chooses the case's visits of the next day and adds them to it.</summary>
    public void GoOut(int day, DayPlan plan, Random random)
    {
        var chosen = new List<PlannedVisit>();
        for (var wanted = (visitsLeft + daysLeft - 1) / daysLeft; wanted > 0; wanted--)
        {
            if (Choose(plan, random, contactsLeft / Math.Max(1, visitsLeft), chosen) is { } visit)
            {
                chosen.Add(visit);
                visitsLeft--;
                contactsLeft -= With(plan, visit.Place, visit.AtMs, visit.AtMs + places.DwellMs(visit.Place)).Count;
            }
        }
        daysLeft--;
        chosen.Sort((one, other) => one.AtMs.CompareTo(other.AtMs));
        for (var i = 0; i + 1 < chosen.Count; i++)
        {
            chosen[i] = chosen[i] with { NextMs = chosen[i + 1].AtMs };
        }
        foreach (var visit in chosen)
        {
            var until = Math.Min(visit.AtMs + places.DwellMs(visit.Place), visit.NextMs);
            Contacts.UnionWith(With(plan, visit.Place, visit.AtMs, until).Select(entry => (day, entry.Person, entry.AtMs)));
        }
        plan.Add(chosen);
        Visits[day] = chosen;
    }

    /// <summary>The entries of people who were at a place at some time in [from, until): the exit of a contact is the dwell time of the place.</summary>
    public HashSet<(int Person, int AtMs)> With(DayPlan plan, int place, int from, int until)
    {
        var dwell = places.DwellMs(place);
        return
        [
            .. plan
                .Visits.Where(visit =>
                    visit.Place == place && visit.AtMs < until && visit.AtMs + (long)dwell > from && visit.Person != 0 && !visit.Voided
                )
                .Select(visit => (visit.Person, visit.AtMs)),
        ];
    }

    // Beside somebody who is out that day too: so the places are as popular as people make them.
    private PlannedVisit? Choose(DayPlan plan, Random random, int wanted, List<PlannedVisit> before)
    {
        PlannedVisit? best = null;
        var bestDistance = int.MaxValue;
        if (plan.Visits.Count == 0)
        {
            return null;
        }
        PlannedVisit[] beside = [.. Enumerable.Range(0, Tries).Select(_ => plan.Visits[random.Next(plan.Visits.Count)])];
        var entries = plan.At(beside.Select(visit => visit.Place).ToHashSet());
        foreach (var other in beside)
        {
            var dwell = places.DwellMs(other.Place);
            var at = other.AtMs + 7000;
            // Within the day, so that nobody has tickets of two days while the case is there.
            if (at - dwell < 0 || at + dwell >= DayPlan.DayMs || before.Exists(b => b.Place == other.Place || IsNear(b, at, dwell)))
            {
                continue;
            }
            var count = entries[other.Place].Count(e => e.AtMs < at + dwell && e.AtMs + (long)dwell > at);
            if (Math.Abs(count - wanted) < bestDistance)
            {
                (best, bestDistance) = (new PlannedVisit(0, other.Place, at, DayPlan.Never), Math.Abs(count - wanted));
            }
            if (bestDistance <= wanted / 10)
            {
                break;
            }
        }
        return best;
    }

    // Two stays of one day do not cut each other short.
    private bool IsNear(PlannedVisit before, int at, int dwell) =>
        at < before.AtMs + places.DwellMs(before.Place) && before.AtMs < at + dwell;
}
