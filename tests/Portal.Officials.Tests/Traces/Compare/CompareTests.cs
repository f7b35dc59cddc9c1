using KiPass.Portal.Officials.Access;
using KiPass.Portal.Officials.Traces.Compare;
using KiPass.Portal.Officials.Traces.LineList;
using KiPass.Tokens;
using KiPass.Tokens.Orders;

namespace KiPass.Portal.Officials.Tests.Traces.Compare;

/// <summary>Cases laid beside one another: chains, their drawing, and facilities that several had.</summary>
public sealed class CompareTests
{
    private static readonly KoreanDay Day = KoreanDay.Of(new DateTimeOffset(2020, 6, 12, 3, 0, 0, TimeSpan.Zero));
    private static readonly FoundFacility Club = new(Guid.NewGuid(), "클럽", "colatec", "11170", "", "");
    private static readonly FoundFacility Cafe = new(Guid.NewGuid(), "카페", "cafe", "11110", "", "");

    // Cases "A 1: Ben, Cho" — number, day of first symptoms, index person is the case's letter, contacts by name.
    public static TheoryData<string, string, string[]> Chains =>
        new()
        {
            { "nobody met anybody", "A 1: Xu; B 2: Yun", [] },
            { "the second case was a contact of the first", "A 1: B, Xu; B 3: Yun", ["A→B"] },
            { "each stands in the other's list", "A 1: B; B 3: A", ["A→B"] },
            { "only the later list holds the earlier case", "A 1: Xu; B 3: A", ["A→B"] },
            { "the one filed first fell ill later", "A 5: B; B 2: Xu", ["B→A"] },
            { "three in a row", "A 1: B; B 2: C; C 3: Xu", ["A→B", "B→C"] },
            { "somebody whom two cases met", "A 1: Xu; B 2: Xu", ["A→Xu", "B→Xu"] },
            { "a case is not a person besides", "A 1: C; B 2: C; C 3: Xu", ["A→C", "B→C"] },
        };

    [Theory]
    [MemberData(nameof(Chains))]
    public void Graph_links_earlier_cases_to_later_cases_and_to_shared_contacts(string what, string cases, string[] expected)
    {
        var graph = ChainGraph.Of(Cases(cases), Guid.NewGuid());
        Assert.True(
            expected.Order().SequenceEqual(graph.Edges.Select(edge => $"{edge.From.Title}→{edge.To.Title}").Order()),
            $"{what}: {string.Join(' ', graph.Edges.Select(edge => $"{edge.From.Title}→{edge.To.Title}"))}"
        );
        Assert.All(graph.Edges, edge => Assert.Contains(edge.From, graph.Nodes));
        Assert.All(graph.Edges, edge => Assert.Contains(edge.To, graph.Nodes));
    }

    [Fact]
    public void The_selected_case_is_always_drawn_and_isolated_cases_are_only_counted()
    {
        var cases = Cases("A 1: B; B 2: Xu; C 3: Yun; D 4: Zoe");
        var graph = ChainGraph.Of(cases, cases[2].CaseId);
        Assert.Equal(["A", "B", "C"], graph.Nodes.Select(node => node.Title));
        Assert.Equal(1, graph.Alone);
    }

    [Fact]
    public void Graph_groups_people_who_met_the_same_cases()
    {
        var crowd = string.Join(", ", Enumerable.Range(0, 300).Select(i => $"P{i:000}"));
        var graph = ChainGraph.Of(Cases($"A 1: {crowd}; B 2: {crowd}; C 3: P044, P045, P100"), Guid.NewGuid());
        var groups = graph.Nodes.Where(node => !node.IsCase).ToList();
        Assert.Equal([3, 297], groups.Select(group => group.People.Count));
        Assert.Equal([3, 2], groups.Select(group => group.Contacts));
        Assert.Equal(["P044", "P045", "P100"], groups[0].People.Select(person => person.Name));
        Assert.Equal(["A", "B", "C"], groups[0].People[0].Meetings.Select(meeting => meeting.CaseNumber).Order());
        Assert.Equal((5, 0), (graph.Edges.Count, graph.LeftOut));
    }

    [Fact]
    public void Graph_stays_readable_with_three_hundred_people_and_fifty_cases()
    {
        // Each person met another pair of cases: the most groups that are possible.
        var met = Enumerable.Range(0, 50).Select(_ => new List<string>()).ToList();
        for (var i = 0; i < 300; i++)
        {
            met[i % 50].Add($"P{i:000}");
            met[(i + 1 + i / 50) % 50].Add($"P{i:000}");
        }
        var cases = Cases(string.Join("; ", met.Select((people, i) => $"C{i:00} {i}: {string.Join(", ", people)}")));
        var graph = ChainGraph.Of(cases, cases[0].CaseId);
        var layout = ChainLayout.Of(graph, node => node.Title);

        Assert.Equal(ChainGraph.MostGroups, graph.Nodes.Count(node => !node.IsCase));
        Assert.Equal(300, graph.LeftOut + graph.Nodes.Sum(node => node.People.Count));
        Assert.All(layout.Nodes.CountBy(node => node.X), column => Assert.InRange(column.Value, 1, ChainLayout.MostInColumn));
        Assert.InRange(layout.Height, 1, 900);
    }

    [Theory]
    [InlineData("A 1: B; B 2: C; C 3: Xu")]
    [InlineData("A 1: B, C, D; B 2: Xu; C 2: Xu; D 3: Yun, Xu; E 4: Yun")]
    [InlineData("A 1: Xu; B 2: Xu, Yun; C 3: Yun, Xu")]
    [InlineData("A 1: B")]
    public void Graph_nodes_do_not_overlap_and_edges_point_right(string cases)
    {
        var known = Cases(cases);
        var layout = ChainLayout.Of(ChainGraph.Of(known, known[0].CaseId), node => node.Title);
        Assert.All(layout.Edges, edge => Assert.True(edge.FromX < edge.ToX));
        foreach (var node in layout.Nodes)
        {
            Assert.InRange(node.X, 0, layout.Width - ChainLayout.NodeWidth);
            Assert.InRange(node.Y, 0, layout.Height - node.Height);
            Assert.DoesNotContain(
                layout.Nodes,
                other => other != node && other.X == node.X && other.Y < node.Y + node.Height && node.Y < other.Y + other.Height
            );
        }
    }

    [Theory]
    [InlineData("2020-0612-031", "2020-0612-031")]
    [InlineData("", "")]
    [InlineData("가나다라마바사아자차카타", "가나다라마바사아자차카|타")]
    [InlineData("Hubert Blaine Wolfeschlegelstein", "Hubert Blaine|Wolfeschlegelstein")]
    [InlineData("2020-0612-031-종로구보건소-이태원집단감염", "2020-0612-031-|종로구보건소-|이태원집단감염")]
    [InlineData(
        "aaaaaaaaaaaaaaaaaaaaaabbbbbbbbbbbbbbbbbbbbbbccccccccccccccccccccccd",
        "aaaaaaaaaaaaaaaaaaaaaa|bbbbbbbbbbbbbbbbbbbbbb|ccccccccccccccccccccc…"
    )]
    public void Wraps_a_long_name_to_at_most_three_lines(string title, string expected)
    {
        var lines = ChainLayout.Wrap(title);
        Assert.Equal(expected, string.Join('|', lines));
        Assert.All(lines, line => Assert.InRange(ChainLayout.Units(line.TrimEnd('…')), 1, ChainLayout.LineUnits));
    }

    [Fact]
    public void Finds_facilities_shared_by_cases_with_a_time_window_per_day()
    {
        var (start, now) = (Day.Start, Day.Start.AddHours(20));
        var a = Case("A 1: Xu", [Stay(Club, start.AddHours(18), 2), Stay(Cafe, start.AddHours(9), 1)]);
        var b = Case("B 2: Yun", [Stay(Club, start.AddHours(19), 3), Stay(Club, start.AddHours(-6), 1)]);
        var c = Case("C 3: Zoe", [Stay(Cafe, start.AddHours(8), 1)]);
        var places = SharedPlaces.Of([a, b, c, Case("D 4: Zoe", [Stay(Club, start.AddHours(1), 1)])], now);
        Assert.Equal(["클럽 3", "카페 2"], places.Select(place => $"{place.Facility.Name} {place.Cases}"));
        Assert.Equal([Day - 1, Day], places[0].Days.Select(day => day.Day));
        var today = places[0].Days[1];
        Assert.Equal(["D", "A", "B"], today.Stays.Select(stay => stay.Case.Number));
        Assert.Equal((start.AddHours(1), now), (today.From, today.To));
        Assert.Empty(SharedPlaces.Of([a, a], now));
    }

    [Fact]
    public async Task Compares_open_traces_of_the_callers_jurisdiction_and_audits_each_access()
    {
        using var traces = new TraceFixture();
        var scene = new Scene(traces);
        scene.Met("둘째 환자", "+821022223333");
        scene.Stays.Add(Stay(scene.Club, traces.Today.Start.AddHours(17), 2));
        scene.Found();
        var first = await traces.Traced();
        var second = await traces.Traced(traces.Draft() with { Name = "둘째 환자", Phone = "010-2222-3333" });
        var elsewhere = new Official(Guid.NewGuid(), new("26"), Approves: false);
        Assert.Empty((await traces.Get<OpenTraces>().Compare(elsewhere)).Cases);

        var (cases, leftOut) = await traces.Get<OpenTraces>().Compare(TraceFixture.Asks);

        Assert.Equal((2, 0), (cases.Count, leftOut));
        Assert.Equal(2, (await traces.Audit()).Count(kind => kind == "trace-compared"));
        var graph = ChainGraph.Of(cases, (await traces.Order(first)).CaseId);
        Assert.Single(graph.Edges);
        Assert.Equal(new[] { first, second }.Order(), graph.Nodes.Select(node => node.OrderId!.Value).Order());
        Assert.Equal(2, Assert.Single(SharedPlaces.Of(cases, traces.Time.GetUtcNow())).Cases);
        await traces.Cases.Close(TraceFixture.Asks, (await traces.Order(second)).CaseId);
        Assert.Single((await traces.Get<OpenTraces>().Compare(TraceFixture.Asks)).Cases);
    }

    private static FoundStay Stay(FoundFacility at, DateTimeOffset from, int hours) =>
        new(at.Id, from, from.AddHours(hours), InferredExit.DwellTime);

    private static List<TracedCase> Cases(string text) => [.. text.Split("; ").Select(one => Case(one, []))];

    private static TracedCase Case(string text, IReadOnlyList<FoundStay> stays)
    {
        var (head, people) = (text.Split(": ")[0].Split(' '), text.Split(": ")[1].Split(", "));
        return new TracedCase(
            Guid.NewGuid(),
            Guid.NewGuid(),
            head[0],
            Day + int.Parse(head[1], System.Globalization.CultureInfo.InvariantCulture),
            Day.Start,
            LineListJoin.PersonKey(head[0], ""),
            stays,
            [Club, Cafe],
            [
                .. people.Select(name => new LineRow
                {
                    Keys = [$"{head[0]}-{name}"],
                    Source = LineSource.Issuer,
                    Name = name,
                    Close = true,
                    Exposures =
                    [
                        new LineExposure(
                            Club,
                            null,
                            Day.Start,
                            Day.Start.AddHours(1),
                            InferredExit.DwellTime,
                            Day.Start,
                            Day.Start.AddMinutes(30)
                        ),
                    ],
                }),
            ]
        );
    }
}
