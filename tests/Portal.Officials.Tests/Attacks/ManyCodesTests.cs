using KiPass.Portal.Officials.Tests.Traces;
using KiPass.Portal.Officials.Traces.LineList;
using KiPass.Testing;

namespace KiPass.Portal.Officials.Tests.Attacks;

/// <summary>A person can show many codes, and the register cannot tell that they belong together. The line list can.</summary>
public sealed class ManyCodesTests
{
    [Fact]
    [Attack("A contact shows another code at each entry to look like several casual contacts")]
    public async Task Nobody_stays_a_casual_contact_by_showing_another_code_at_each_entry()
    {
        var list = await List(scene =>
        {
            scene.Met("김여럿", "+821012345678", minutes: 6);
            scene.Met("김여럿", "+821012345678", minutes: 6, at: scene.Cafe, after: TimeSpan.FromHours(1));
            scene.Met("김여럿", "+821012345678", minutes: 6, after: TimeSpan.FromHours(3));
        });
        var row = Assert.Single(list.Rows);
        Assert.Equal((true, 18, 3), (row.Close, row.Minutes, row.Entries));
        Assert.Equal((1, 3, 0), (list.People, list.Entries, list.Unresolved));
    }

    [Fact]
    [Attack("Two codes at one door double the minutes of a casual contact")]
    public async Task Nobody_becomes_a_close_contact_by_scanning_twice()
    {
        var list = await List(scene =>
        {
            scene.Met("김다시", "+821012345678", minutes: 10);
            scene.Met("김다시", "+821012345678", minutes: 8, after: TimeSpan.FromMinutes(2));
        });
        var row = Assert.Single(list.Rows);
        Assert.Equal((false, 10, 2), (row.Close, row.Minutes, row.Entries));
        Assert.Single(row.Exposures);
    }

    [Fact]
    [Attack("An issuer names its people with empty texts, so that they merge into one")]
    public async Task Nobody_disappears_from_the_list_among_people_without_a_name()
    {
        var list = await List(scene =>
        {
            scene.Nameless();
            scene.Nameless();
        });
        Assert.Equal(2, list.Rows.Count);
    }

    [Fact]
    [Attack("An issuer says that it does not know the tickets of a contact")]
    public async Task Nobody_disappears_from_the_list_because_an_issuer_cannot_resolve_a_ticket()
    {
        var list = await List(scene =>
        {
            scene.Met(null, "");
            scene.Met(null, "");
            scene.Met("김하나", "+821012345678");
        });
        Assert.Equal((1, 3, 2), (list.People, list.Entries, list.Unresolved));
    }

    private static async Task<JoinedList> List(Action<Scene> play)
    {
        using var traces = new TraceFixture();
        var scene = new Scene(traces);
        play(scene);
        scene.Found();
        return (await traces.Lists.Open(TraceFixture.Asks, await traces.Traced())).List!;
    }
}
