using KiPass.Testing;
using Microsoft.Data.Sqlite;

namespace KiPass.SystemTests.Traces.LineLists;

/// <summary>
/// Goal: the line list is correct despite failures. Method: scripted visits, evaluated twice: by the whole system in real processes
/// and by a short reference implementation that shares no code with it.
/// </summary>
[Collection(TwoIssuersGroup.Name)]
public sealed class LineListTests(TwoIssuers system)
{
    [Fact]
    public async Task The_line_list_and_its_exports_match_an_independent_computation()
    {
        var truth = Truth.Of(system.Script);
        Assert.InRange(truth.Count, 12, 25);
        Assert.Contains(truth, row => row.Kind == "일상 casual");
        Assert.Contains(truth, row => row.Facilities.Contains(" / ", StringComparison.Ordinal));
        Assert.True(system.Script.Players.Where(p => p.Issuer == 2).Count(p => truth.Exists(row => row.Name == p.Name)) > 2);

        var finished = await system.Finished();

        Truth.Same(truth, finished.Case, finished.Csv);
        Truth.Same(truth, finished.Case, finished.Xlsx);
        Assert.Equal(truth.Count, finished.Shown.Count);
        Assert.All(
            truth,
            row =>
            {
                var shown = Assert.Single(finished.Shown, shown => shown.Contains(row.Name, StringComparison.Ordinal));
                Assert.Contains(row.Phone, shown, StringComparison.Ordinal);
                Assert.Contains(row.Minutes, shown, StringComparison.Ordinal);
            }
        );
    }

    [Fact]
    public async Task A_trace_yields_the_same_line_list_when_its_silo_is_killed_at_any_stage()
    {
        var stages = new Stages(system.HeldIssuer);
        await using var officials = await system.Officials();
        var order = await officials.Ask(system.Script.Index, system.Script.FirstDay, system.Script.LastDay);
        await officials.Approve(order);

        // Asking for subjects.
        await stages.Arrival("subjects");
        system.Stack.Kill("register");

        // Reading visits: the day of the case's first visit cannot be read.
        await stages.Arrival("subjects");
        await using (await HoldDay())
        {
            stages.Pass("subjects");
            await system.Reaches(order, Stages.ReadingVisits);
            system.Stack.Kill("register");
        }

        // Asking for identities.
        await stages.Arrival("identities");
        system.Stack.Kill("register");

        // Waiting for an issuer that is down.
        await stages.Arrival("identities");
        stages.Refuse("identities");
        await system.Reaches(order, Stages.WaitingForIssuers);
        system.Stack.Kill("register");
        stages.PassAll();

        await system.Completes(order);
        var list = await officials.Collect(order);
        Truth.Same(Truth.Of(system.Script), list.Case, list.Csv);
    }

    // As long as it is held, nobody else opens the day's file.
    private async Task<SqliteConnection> HoldDay()
    {
        var file = Path.Combine(system.Data, "register", "visits", $"visits-{system.Script.FirstDay:yyyy-MM-dd}.db");
        Assert.True(File.Exists(file));
        var held = new SqliteConnection($"Data Source={file};Pooling=false;Default Timeout=30");
        await held.OpenAsync();
        await using var command = held.CreateCommand();
        command.CommandText = "PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE;";
        await command.ExecuteNonQueryAsync();
        return held;
    }
}
