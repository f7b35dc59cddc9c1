using KiPass.Portal.Officials.Traces.LineList;

namespace KiPass.Portal.Officials.Tests.Traces;

public sealed class LineListTests
{
    [Fact]
    public async Task Merges_all_visits_of_a_person_into_one_row_separate_from_companions()
    {
        var rows = await Rows(scene =>
        {
            scene.Met("김 하나", "+821012345678", daysAgo: 1);
            scene.Met("김하나", "+821012345678", minutes: 5);
            scene.Met("김하나", "+821012345678", issuer: 2, minutes: 7);
            scene.Wrote("김하나", "010-1234-5678");
            scene.Met("김아이", "+821012345678");
        });
        Assert.Equal(2, rows.Count);
        var person = rows.Single(row => row.Name != "김아이");
        Assert.Equal((LineSource.Issuer, true, 60, 4), (person.Source, person.Close, person.Minutes, person.Entries));
        Assert.Equal(new ushort[] { 1, 2 }, person.Issuers);
        Assert.Equal(2, person.Exposures.Count);
        Assert.Equal(1, rows.Single(row => row.Name == "김아이").Entries);
    }

    [Fact]
    public async Task The_index_person_is_never_their_own_contact_even_at_another_issuer()
    {
        var rows = await Rows(scene =>
        {
            scene.Met("지표환자", "+821011112222", issuer: 2);
            scene.Met("김하나", "+821012345678");
        });
        Assert.Equal("김하나", Assert.Single(rows).Name);
    }

    [Fact]
    public async Task Hides_the_name_of_a_paper_entry_attached_to_another_visit()
    {
        var rows = await Rows(scene => scene.Wrote("박종이", "010-8765-4321", claimsFacility: Guid.NewGuid()));
        var row = Assert.Single(rows);
        Assert.Equal((LineSource.PaperUnreadable, "", ""), (row.Source, row.Name, row.Phone));
    }

    [Fact]
    public async Task Lists_a_person_unknown_to_the_issuer_as_a_row_without_a_name()
    {
        var rows = await Rows(scene =>
        {
            scene.Met(null, "");
            scene.Met(null, "");
            scene.Met("김하나", "+821012345678");
        });
        Assert.Equal(3, rows.Count);
        Assert.Equal(2, rows.Count(row => row.Source == LineSource.Unknown));
    }

    [Fact]
    public async Task Filters_sorts_and_pages_rows()
    {
        var rows = await Rows(scene =>
        {
            for (var i = 0; i < 120; i++)
            {
                scene.Met($"사람{i:000}", $"+8210{i:00000000}", minutes: i + 1, at: i % 3 == 0 ? scene.Cafe : scene.Club);
            }
        });
        var cafe = rows.SelectMany(row => row.Exposures).First(exposure => exposure.Facility.Type == "cafe").Facility.Id;
        var none = new HashSet<string>();
        string[] Names(LineQuery query, IReadOnlySet<string>? marks = null) =>
            [.. query.Of(rows, marks ?? none).Rows.Select(row => row.Row.Name)];

        var byMinutes = new LineQuery
        {
            Sort = LineSort.Minutes,
            Descending = true,
            Limit = 50,
        };
        Assert.Equal(rows.OrderByDescending(row => row.Minutes).Take(50).Select(row => row.Name), Names(byMinutes));
        Assert.Equal(["사람019", "사람018"], Names(byMinutes with { Offset = 100, Limit = 2 }));
        Assert.Equal(40, (byMinutes with { Facility = cafe }).Of(rows, none).Total);
        Assert.Equal(40, (byMinutes with { District = "11110" }).Of(rows, none).Total);
        Assert.Equal(120, (byMinutes with { District = "11" }).Of(rows, none).Total);
        Assert.Equal(106, (byMinutes with { Close = true }).Of(rows, none).Total);
        Assert.Equal(14, (byMinutes with { Close = false }).Of(rows, none).Total);
        Assert.Equal(21, (byMinutes with { AtLeastMinutes = 100 }).Of(rows, none).Total);
        Assert.Equal(["사람007"], Names(byMinutes with { Text = "람007" }));
        Assert.Equal(["사람042"], Names(byMinutes with { Text = "010-0000-0042" }));
        var marks = rows.Take(10).SelectMany(row => row.Keys).ToHashSet();
        Assert.Equal((120, 110), ((byMinutes).Of(rows, marks).Total, byMinutes.Of(rows, marks).SelectedTotal));
        Assert.Equal(10, (byMinutes with { Selected = false }).Of(rows, marks).Total);
    }

    private static async Task<IReadOnlyList<LineRow>> Rows(Action<Scene> play)
    {
        using var traces = new TraceFixture();
        var scene = new Scene(traces);
        play(scene);
        scene.Found();
        return (await traces.Lists.Open(TraceFixture.Asks, await traces.Traced())).List!.Rows;
    }
}
