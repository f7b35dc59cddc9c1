using KiPass.Portal.Officials.Traces.LineList;

namespace KiPass.Portal.Officials.Traces.Compare;

/// <summary>When and where a person was with a case for the first time.</summary>
internal sealed record ChainMeeting(string CaseNumber, string Facility, DateTimeOffset At, int Minutes, bool Close);

/// <summary>A person who met several cases.</summary>
/// <param name="Name">The person's name.</param>
/// <param name="Phone">E.164, or as written on paper.</param>
/// <param name="Meetings">One for each case, ordered by time.</param>
internal sealed record ChainPerson(string Name, string Phone, IReadOnlyList<ChainMeeting> Meetings)
{
    /// <summary>Redacted, so that personal data cannot reach a log or a message by accident.</summary>
    public override string ToString() => nameof(ChainPerson);
}

/// <summary>A node of the graph: a case, or the people who met the same cases.</summary>
/// <param name="Id">Identifies the node.</param>
/// <param name="Title">The case number. For people, the name if there is only one, otherwise empty.</param>
/// <param name="Contacts">For a case, the number of people in its line lists. For people, the number of cases that met them.</param>
/// <param name="OrderId">For a case, its newest trace order.</param>
internal sealed record ChainNode(string Id, string Title, int Contacts, Guid? OrderId)
{
    public bool IsCase => OrderId is not null;

    /// <summary>The people of a group, close contacts first; empty for a case.</summary>
    public IReadOnlyList<ChainPerson> People { get; init; } = [];
}

/// <summary>
/// A contact between two nodes. Edges between cases point from the earlier to the later case. An edge to a group represents all of its
/// people: the first time, the longest contact, and close if one of them is.
/// </summary>
/// <param name="From">A case.</param>
/// <param name="To">A case or a group of people.</param>
/// <param name="Facility">The facility where most of them met.</param>
/// <param name="Facilities">Number of facilities.</param>
/// <param name="At">When they first met.</param>
/// <param name="Minutes">Whole minutes together.</param>
/// <param name="Close">Whether it was a close contact.</param>
internal sealed record ChainEdge(ChainNode From, ChainNode To, string Facility, int Facilities, DateTimeOffset At, int Minutes, bool Close);

/// <summary>
/// The chain of contacts (접촉 사슬): cases in the line lists of other cases, and people in the line lists of several cases, grouped by the
/// cases that they met.
/// </summary>
/// <param name="Nodes">Linked cases by start time, followed by groups of people. Always includes the current case.</param>
/// <param name="Edges">Ordered by time.</param>
/// <param name="Alone">Cases without links. They are not drawn.</param>
/// <param name="LeftOut">Number of people who met several cases but belong to a group beyond the limit.</param>
internal sealed record ChainGraph(IReadOnlyList<ChainNode> Nodes, IReadOnlyList<ChainEdge> Edges, int Alone, int LeftOut)
{
    /// <summary>Maximum number of groups drawn. Groups with the most cases come first, then the largest.</summary>
    public const int MostGroups = 24;

    public static ChainGraph Of(IReadOnlyList<TracedCase> cases, Guid focus)
    {
        TracedCase[] ordered = [.. cases.OrderBy(one => one.Began).ThenBy(one => one.Number, StringComparer.Ordinal)];
        var nodes = ordered.ToDictionary(
            one => one.CaseId,
            one => new ChainNode($"{one.CaseId}", one.Number, one.Contacts.Count, one.OrderId)
        );
        var met = ordered.ToDictionary(one => one.CaseId, Met);
        var indexes = ordered.Select(one => one.Index).OfType<string>().ToHashSet();
        var edges = new List<ChainEdge>();
        for (var i = 0; i < ordered.Length; i++)
        {
            for (var j = i + 1; j < ordered.Length; j++)
            {
                var (earlier, later) = (ordered[i], ordered[j]);
                // Either line list may contain the link, and an office may see only one of the two cases.
                var row = Find(met[earlier.CaseId], later.Index) ?? Find(met[later.CaseId], earlier.Index);
                if (row is not null && earlier.Index != later.Index)
                {
                    edges.Add(Edge(nodes[earlier.CaseId], nodes[later.CaseId], [Meeting(earlier, row)]));
                }
            }
        }
        var groups = ordered
            .SelectMany(one =>
                met[one.CaseId].Where(row => !indexes.Contains(row.Key)).Select(row => (Person: row.Key, Case: one, Row: row.Value))
            )
            .GroupBy(found => found.Person)
            .Where(found => found.Count() > 1)
            .Select(found => (Cases: found.Select(one => one.Case).ToList(), Person: Person([.. found.Select(one => (one.Case, one.Row))])))
            .GroupBy(found => string.Join(' ', found.Cases.Select(one => one.CaseId)))
            .OrderByDescending(group => group.First().Cases.Count)
            .ThenByDescending(group => group.Count())
            .ThenBy(group => group.Min(one => one.Person.Meetings[0].At))
            .ToList();
        var people = new List<ChainNode>();
        foreach (var group in groups.Take(MostGroups))
        {
            var members = group
                .Select(one => one.Person)
                .OrderByDescending(person => person.Meetings.Any(meeting => meeting.Close))
                .ThenBy(person => person.Name, StringComparer.CurrentCulture)
                .ToList();
            var shared = group.First().Cases;
            var node = new ChainNode($"g{people.Count}", members is [var only] ? only.Name : "", shared.Count, null) { People = members };
            people.Add(node);
            edges.AddRange(
                shared.Select(one =>
                    Edge(nodes[one.CaseId], node, [.. members.SelectMany(p => p.Meetings).Where(m => m.CaseNumber == one.Number)])
                )
            );
        }
        var linked = edges.SelectMany(edge => new[] { edge.From.Id, edge.To.Id }).Append($"{focus}").ToHashSet();
        return new ChainGraph(
            [.. ordered.Select(one => nodes[one.CaseId]).Where(node => linked.Contains(node.Id)), .. people],
            [.. edges.OrderBy(edge => edge.At)],
            ordered.Count(one => !linked.Contains($"{one.CaseId}")),
            groups.Skip(MostGroups).Sum(group => group.Count())
        );
    }

    private static Dictionary<string, LineRow> Met(TracedCase one) =>
        one
            .Contacts.Where(row => row.Name.Length > 0)
            .GroupBy(row => LineListJoin.PersonKey(row.Name, row.Phone))
            .ToDictionary(person => person.Key, person => person.OrderByDescending(row => row.Close).ThenBy(row => row.FirstAt).First());

    private static LineRow? Find(Dictionary<string, LineRow> met, string? person) =>
        person is not null && met.TryGetValue(person, out var row) ? row : null;

    private static ChainPerson Person(IReadOnlyList<(TracedCase Case, LineRow Row)> found) =>
        new(found[0].Row.Name, found[0].Row.Phone, [.. found.Select(one => Meeting(one.Case, one.Row)).OrderBy(meeting => meeting.At)]);

    private static ChainMeeting Meeting(TracedCase one, LineRow row) =>
        new(one.Number, row.Exposures[0].Facility.Name, row.FirstAt, row.Minutes, row.Close);

    private static ChainEdge Edge(ChainNode from, ChainNode to, IReadOnlyList<ChainMeeting> meetings)
    {
        var facilities = meetings.CountBy(meeting => meeting.Facility).OrderByDescending(facility => facility.Value).ToList();
        return new ChainEdge(
            from,
            to,
            facilities[0].Key,
            facilities.Count,
            meetings.Min(meeting => meeting.At),
            meetings.Max(meeting => meeting.Minutes),
            meetings.Any(meeting => meeting.Close)
        );
    }
}
