using KiPass.Portal.Officials.Traces.LineList;
using KiPass.Tokens.Orders;

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
    public async Task Filters_rows_and_keeps_their_order()
    {
        var rows = await Rows(scene =>
        {
            for (var i = 0; i < 120; i++)
            {
                scene.Met($"사람{i:000}", $"+8210{i:00000000}", minutes: i + 1, at: i % 3 == 0 ? scene.Cafe : scene.Club);
            }
        });
        var cafe = rows.SelectMany(row => row.Exposures).First(exposure => exposure.Facility.Type == "cafe").Facility.Id;
        var official = Guid.NewGuid();
        ListedRow[] listed =
        [
            .. rows.Select(
                (row, i) =>
                    new ListedRow(
                        row,
                        i >= 10,
                        i < 30 ? new FollowUp(ContactStatus.Reached, official)
                            : i < 50 ? new FollowUp(ContactStatus.NoAnswer)
                            : FollowUp.None
                    )
            ),
        ];
        int Count(LineQuery query) => query.Of(listed).Count;
        string[] Names(LineQuery query) => [.. query.Of(listed).Select(row => row.Row.Name)];

        Assert.Equal(rows.Select(row => row.Name), Names(new LineQuery()));
        Assert.Equal(40, Count(new LineQuery { Facility = cafe }));
        Assert.Equal(40, Count(new LineQuery { District = "11110" }));
        Assert.Equal(120, Count(new LineQuery { District = "11" }));
        Assert.Equal(106, Count(new LineQuery { Close = true }));
        Assert.Equal(14, Count(new LineQuery { Close = false }));
        Assert.Equal(21, Count(new LineQuery { AtLeastMinutes = 100 }));
        Assert.Equal(["사람007"], Names(new LineQuery { Text = "람007" }));
        Assert.Equal(["사람042"], Names(new LineQuery { Text = "010-0000-0042" }));
        Assert.Equal((10, 110), (Count(new LineQuery { Exported = false }), Count(new LineQuery { Exported = true })));
        Assert.Equal(30, Count(new LineQuery { Status = ContactStatus.Reached }));
        Assert.Equal(70, Count(new LineQuery { Status = ContactStatus.ToCall }));
        Assert.Equal(30, Count(new LineQuery { Assignee = official }));
        Assert.Equal(90, Count(new LineQuery { Assignee = Guid.Empty }));
    }

    [Fact]
    public async Task A_stop_of_the_case_filters_the_people_who_were_there_then()
    {
        using var traces = new TraceFixture();
        var scene = new Scene(traces);
        scene.Met("김하나", "+821011111111");
        scene.Met("이둘", "+821022222222", after: TimeSpan.FromHours(3));
        scene.Met("박셋", "+821033333333", at: scene.Cafe);
        var evening = traces.Today.Start.AddHours(18);
        scene.Stays.Add(new FoundStay(scene.Club.Id, evening, evening.AddHours(2), InferredExit.DwellTime));
        scene.Found();
        var order = await traces.Traced();
        await traces.Lists.Open(TraceFixture.Asks, order);

        var found = new LineQuery { Exposure = ExposureFilter.Stop(scene.Stays[0]) }.Of(await traces.Listed(TraceFixture.Asks, order));

        Assert.Equal(["김하나"], found.Select(row => row.Row.Name));
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
