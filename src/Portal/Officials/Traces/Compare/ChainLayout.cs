namespace KiPass.Portal.Officials.Traces.Compare;

/// <summary>A node with its position and the lines of its title.</summary>
internal sealed record PlacedNode(ChainNode Node, int X, int Y, int Height, IReadOnlyList<string> Lines);

/// <summary>An edge, drawn as a cubic curve from the right side of one node to the left side of another.</summary>
internal sealed record PlacedEdge(ChainEdge Edge, int FromX, int FromY, int ToX, int ToY);

/// <summary>
/// Computes the layout of a chain graph: columns by generation of cases, people in the last ones. No column has more than <see
/// cref="MostInColumn"/> nodes. Pure; units are CSS pixels.
/// </summary>
internal sealed record ChainLayout(int Width, int Height, IReadOnlyList<PlacedNode> Nodes, IReadOnlyList<PlacedEdge> Edges)
{
    /// <summary>Maximum number of nodes in a column. More of one generation continue in the next column.</summary>
    public const int MostInColumn = 12;

    public const int NodeWidth = 188;
    public const int LineHeight = 18;

    /// <summary>Maximum width of a line. A Hangul syllable or an ideograph counts as two units, other characters as one.</summary>
    public const int LineUnits = 22;

    /// <summary>Maximum number of lines of a title. Longer titles end in an ellipsis; the table shows the full title.</summary>
    public const int MostLines = 3;

    private const int ColumnGap = 96;
    private const int RowGap = 18;
    private const int Margin = 12;
    private const int Padding = 12;

    /// <summary>Computes the layout.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="title">The title of a node as it is shown.</param>
    public static ChainLayout Of(ChainGraph graph, Func<ChainNode, string> title)
    {
        var lines = graph.Nodes.ToDictionary(node => node.Id, node => Wrap(title(node)));
        var columns = Columns(graph);
        var placed = new Dictionary<string, PlacedNode>();
        var tallest = columns.Select(column => Tall(column, lines)).DefaultIfEmpty().Max();
        for (var column = 0; column < columns.Count; column++)
        {
            // Nodes are placed near the nodes that they are linked to, which reduces crossings. The first column stays ordered by time.
            var nodes = columns[column].OrderBy(node => Pull(graph, node, placed)).ToList();
            var y = Margin + (tallest - Tall(nodes, lines)) / 2;
            foreach (var node in nodes)
            {
                var height = HeightOf(lines[node.Id]);
                placed[node.Id] = new PlacedNode(node, Margin + column * (NodeWidth + ColumnGap), y, height, lines[node.Id]);
                y += height + RowGap;
            }
        }
        var edges = graph.Edges.Select(edge =>
        {
            var (from, to) = (placed[edge.From.Id], placed[edge.To.Id]);
            return new PlacedEdge(edge, from.X + NodeWidth, from.Y + from.Height / 2, to.X, to.Y + to.Height / 2);
        });
        return new ChainLayout(
            2 * Margin + Math.Max(0, columns.Count * (NodeWidth + ColumnGap) - ColumnGap),
            2 * Margin + tallest,
            [.. placed.Values],
            [.. edges]
        );
    }

    /// <summary>Splits a title into lines of at most <see cref="LineUnits"/>, at spaces and hyphens where possible.</summary>
    public static IReadOnlyList<string> Wrap(string title)
    {
        var lines = new List<string>();
        var rest = title.Trim();
        while (rest.Length > 0)
        {
            var fits = Fitting(rest, LineUnits);
            if (fits == rest.Length)
            {
                lines.Add(rest);
                break;
            }
            if (lines.Count == MostLines - 1)
            {
                lines.Add($"{rest[..Fitting(rest, LineUnits - 1)].TrimEnd()}…");
                break;
            }
            var space = rest.LastIndexOfAny([' ', '-'], fits - 1);
            var end = space > 0 ? space + 1 : fits;
            lines.Add(rest[..end].TrimEnd());
            rest = rest[end..].TrimStart();
        }
        return lines;
    }

    /// <summary>Width of a text in units.</summary>
    public static int Units(string text) => text.Sum(c => c >= 0x1100 ? 2 : 1);

    private static int Fitting(string text, int units)
    {
        var (used, at) = (0, 0);
        while (at < text.Length && (used += text[at] >= 0x1100 ? 2 : 1) <= units)
        {
            at++;
        }
        // A surrogate pair must not be split.
        return at > 1 && at < text.Length && char.IsLowSurrogate(text[at]) ? at - 1 : Math.Max(1, at);
    }

    private static List<List<ChainNode>> Columns(ChainGraph graph)
    {
        // Nodes are ordered by time and edges point from earlier to later nodes, so one pass finds all generations.
        var generation = new Dictionary<string, int>();
        foreach (var node in graph.Nodes.Where(node => node.IsCase))
        {
            generation[node.Id] = graph
                .Edges.Where(edge => edge.To.Id == node.Id)
                .Select(edge => generation.GetValueOrDefault(edge.From.Id) + 1)
                .DefaultIfEmpty()
                .Max();
        }
        var last = generation.Values.DefaultIfEmpty(-1).Max() + 1;
        return
        [
            .. graph
                .Nodes.GroupBy(node => node.IsCase ? generation[node.Id] : last)
                .OrderBy(column => column.Key)
                .SelectMany(column => column.Chunk(MostInColumn).Select(part => part.ToList())),
        ];
    }

    private static double Pull(ChainGraph graph, ChainNode node, Dictionary<string, PlacedNode> placed) =>
        graph
            .Edges.Where(edge => edge.To.Id == node.Id && placed.ContainsKey(edge.From.Id))
            .Select(edge => placed[edge.From.Id])
            .Select(from => from.Y + from.Height / 2.0)
            .DefaultIfEmpty()
            .Average();

    private static int Tall(List<ChainNode> nodes, Dictionary<string, IReadOnlyList<string>> lines) =>
        nodes.Sum(node => HeightOf(lines[node.Id]) + RowGap) - (nodes.Count > 0 ? RowGap : 0);

    private static int HeightOf(IReadOnlyList<string> lines) => (lines.Count + 1) * LineHeight + Padding;
}
