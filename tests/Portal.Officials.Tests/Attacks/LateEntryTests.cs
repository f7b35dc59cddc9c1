using KiPass.Portal.Officials.Tests.Traces;
using KiPass.Portal.Officials.Traces.Exports;
using KiPass.Portal.Officials.Traces.LineList;
using KiPass.Testing;

namespace KiPass.Portal.Officials.Tests.Attacks;

public sealed class LateEntryTests
{
    [Fact]
    [Attack("A back-dated entry looks like one that was recorded at the door")]
    public async Task Nobody_passes_off_an_entry_that_was_reported_late_as_recorded_at_the_door()
    {
        using var traces = new TraceFixture();
        var scene = new Scene(traces);
        scene.Met("김정시", "+821011110000");
        scene.Met("박지각", "+821022220000", late: TimeSpan.FromHours(5));
        scene.Found();
        var rows = (await traces.Lists.Open(TraceFixture.Asks, await traces.Traced())).List!.Rows;
        var late = rows.Single(row => row.Name == "박지각");
        Assert.Equal(traces.Today.Start.AddHours(23), late.ReportedLateAt);
        Assert.Null(rows.Single(row => row.Name == "김정시").ReportedLateAt);

        var table = ExportTable.Of("2021-001", Scene.Listed(rows), new Dictionary<Guid, string>());
        var column = table.Headers.ToList().IndexOf("늦은 보고 Reported late");
        Assert.Equal(["", "2020-06-12 23:00"], table.Rows.Select(row => row[column]).Order(StringComparer.Ordinal));
        var sormas = ExportTable.Sormas("2021-001", rows, traces.Time.GetUtcNow());
        var description = sormas.Headers.ToList().IndexOf("description");
        Assert.Single(sormas.Rows, row => row[description].Contains("(reported late 2020-06-12 23:00)", StringComparison.Ordinal));
    }
}
