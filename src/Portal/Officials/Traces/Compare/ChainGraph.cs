using KiPass.Portal.Officials.Traces.LineList;

namespace KiPass.Portal.Officials.Traces.Compare;

/// <summary>A node of the graph: a case, or a person who met several cases.</summary>
/// <param name="Id">Identifies the node.</param>
/// <param name="Title">The case number or the person's name.</param>
/// <param name="Contacts">For a case, the number of people in its line lists. For a person, the number of cases that met them.</param>
/// <param name="OrderId">For a case, its newest trace order.</param>
internal sealed record ChainNode(string Id, string Title, int Contacts, Guid? OrderId)
{
    public bool IsCase => OrderId is not null;
}

/// <summary>A contact between two nodes. Edges between cases point from the earlier to the later case.</summary>
internal sealed record ChainEdge(ChainNode From, ChainNode To, string Facility, DateTimeOffset At, int Minutes, bool Close);

/// <summary>The chain of contacts (접촉 사슬): cases in the line lists of other cases, and people in the line lists of several cases.</summary>
/// <param name="Nodes">Linked cases by start time, followed by people. Always includes the current case.</param>
/// <param name="Edges">Ordered by time.</param>
/// <param name="Alone">Cases without links. They are not drawn.</param>
/// <param name="LeftOut">Number of people who met several cases but exceed the limit of drawn people.</param>
internal sealed record ChainGraph(IReadOnlyList<ChainNode> Nodes, IReadOnlyList<ChainEdge> Edges, int Alone, int LeftOut)
{
    /// <summary>Maximum number of people drawn. People with the most cases come first, then close contacts.</summary>
    public const int MostPeople = 40;

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
                    edges.Add(Edge(nodes[earlier.CaseId], nodes[later.CaseId], row));
                }
            }
        }
        var shared = ordered
            .SelectMany(one =>
                met[one.CaseId].Where(row => !indexes.Contains(row.Key)).Select(row => (Person: row.Key, Case: one, Row: row.Value))
            )
            .GroupBy(found => found.Person)
            .Where(found => found.Count() > 1)
            .OrderByDescending(found => found.Count())
            .ThenByDescending(found => found.Any(one => one.Row.Close))
            .ThenBy(found => found.Min(one => one.Row.FirstAt))
            .ToList();
        var people = new List<ChainNode>();
        foreach (var person in shared.Take(MostPeople))
        {
            var node = new ChainNode($"p{people.Count}", person.First().Row.Name, person.Count(), null);
            people.Add(node);
            edges.AddRange(person.Select(one => Edge(nodes[one.Case.CaseId], node, one.Row)));
        }
        var linked = edges.SelectMany(edge => new[] { edge.From.Id, edge.To.Id }).Append($"{focus}").ToHashSet();
        return new ChainGraph(
            [.. ordered.Select(one => nodes[one.CaseId]).Where(node => linked.Contains(node.Id)), .. people],
            [.. edges.OrderBy(edge => edge.At)],
            ordered.Count(one => !linked.Contains($"{one.CaseId}")),
            Math.Max(0, shared.Count - MostPeople)
        );
    }

    private static Dictionary<string, LineRow> Met(TracedCase one) =>
        one
            .Contacts.Where(row => row.Name.Length > 0)
            .GroupBy(row => LineListJoin.PersonKey(row.Name, row.Phone))
            .ToDictionary(person => person.Key, person => person.OrderByDescending(row => row.Close).ThenBy(row => row.FirstAt).First());

    private static LineRow? Find(Dictionary<string, LineRow> met, string? person) =>
        person is not null && met.TryGetValue(person, out var row) ? row : null;

    private static ChainEdge Edge(ChainNode from, ChainNode to, LineRow row) =>
        new(from, to, row.Exposures[0].Facility.Name, row.FirstAt, row.Minutes, row.Close);
}
