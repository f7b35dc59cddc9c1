using KiPass.Portal.Officials.Traces.LineList;

namespace KiPass.Portal.Officials.Traces.Compare;

/// <summary>A case, or a person whom several cases met.</summary>
/// <param name="Id">Tells nodes apart.</param>
/// <param name="Title">The case's number, or the person's name.</param>
/// <param name="Contacts">Of a case: people in its line lists. Of a person: cases that met them.</param>
/// <param name="OrderId">Of a case: its newest trace.</param>
internal sealed record ChainNode(string Id, string Title, int Contacts, Guid? OrderId)
{
    public bool IsCase => OrderId is not null;
}

/// <summary>Who met whom: for cases, from the earlier to the later one.</summary>
internal sealed record ChainEdge(ChainNode From, ChainNode To, string Facility, DateTimeOffset At, int Minutes, bool Close);

/// <summary>How cases hang together (접촉 사슬): a case in the line list of another, and people in the line lists of several.</summary>
/// <param name="Nodes">Cases with a link, by their beginning, then people; the case that is looked at in any event.</param>
/// <param name="Edges">By time.</param>
/// <param name="Alone">Cases without any link, not drawn.</param>
/// <param name="LeftOut">People whom several cases met, beyond the number that is drawn.</param>
internal sealed record ChainGraph(IReadOnlyList<ChainNode> Nodes, IReadOnlyList<ChainEdge> Edges, int Alone, int LeftOut)
{
    /// <summary>People drawn at most: those with most cases, then close ones, first.</summary>
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
                // Each may stand in the other's list; an office that sees one side only still sees the link.
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
