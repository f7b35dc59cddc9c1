using KiPass.Testing;
using Microsoft.Data.Sqlite;

namespace KiPass.SystemTests.Traces.LineLists;

/// <summary>
/// Goal: the line list is true, whatever happens on the way. Method: visits of a script, computed twice: by the whole system in real processes
/// and by a few lines that share no code with it.
/// </summary>
[Collection(TwoIssuersGroup.Name)]
public sealed class LineListTests(TwoIssuers system)
{
    // The stages of a trace, as the portal keeps them.
    private const int ReadingVisits = 1;
    private const int WaitingForIssuers = 4;

    [Fact]
    public async Task The_line_list_and_its_exports_equal_an_independently_computed_truth_row_by_row()
    {
        var truth = Truth.Of(system.Script);
        Assert.InRange(truth.Count, 12, 25);
        Assert.Contains(truth, row => row.Kind == "일상 casual");
        Assert.Contains(truth, row => row.Facilities.Contains(" / ", StringComparison.Ordinal));
        Assert.True(system.Script.Players.Where(p => p.Issuer == 2).Count(p => truth.Exists(row => row.Name == p.Name)) > 2);

        var finished = await system.Finished();

        Same(truth, finished.Case, finished.Csv);
        Same(truth, finished.Case, finished.Xlsx);
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
    public async Task A_silo_killed_at_each_stage_of_a_trace_ends_in_the_same_line_list()
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
            await Reaches(order, ReadingVisits);
            system.Stack.Kill("register");
        }

        // Asking for identities.
        await stages.Arrival("identities");
        system.Stack.Kill("register");

        // Waiting for an issuer that is down.
        await stages.Arrival("identities");
        stages.Refuse("identities");
        await Reaches(order, WaitingForIssuers);
        system.Stack.Kill("register");
        stages.PassAll();

        await Eventually.True(
            async () => await Order<string>("State", order) == "Completed",
            "the trace is finished",
            TimeSpan.FromSeconds(90)
        );
        var list = await officials.Collect(order);
        Same(Truth.Of(system.Script), list.Case, list.Csv);
    }

    private static void Same(List<ExpectedRow> truth, string number, IReadOnlyList<string[]> file)
    {
        Assert.Equal(13, file[0].Length);
        var first = file.Skip(1).Select(row => row[8]).ToList();
        Assert.Equal(first.Order(StringComparer.Ordinal), first);
        // Who was there before the case came began with it at the same second as others did: between those the list has no order of its own.
        Assert.Equal(
            truth.Select(row => string.Join(" | ", row.Cells.Prepend(number))).Order(StringComparer.Ordinal),
            file.Skip(1).Select(row => string.Join(" | ", row)).Order(StringComparer.Ordinal)
        );
    }

    private Task Reaches(Guid order, int stage) =>
        Eventually.True(
            async () => (await Order<string>("Progress", order)).Contains($"\"Stage\":{stage},", StringComparison.Ordinal),
            $"the trace reaches stage {stage}",
            TimeSpan.FromSeconds(60)
        );

    private Task<T> Order<T>(string column, Guid order) =>
        TwoIssuers.Read<T>(
            Path.Combine(system.Data, "authority", "authority.db"),
            $"SELECT \"{column}\" FROM trace_order WHERE lower(\"Id\") = '{order}'"
        );

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

    /// <summary>Holds what the register asks the second issuer until a test lets it pass.</summary>
    private sealed class Stages
    {
        private readonly Dictionary<string, TaskCompletionSource<bool>> gates = [];
        private readonly Dictionary<string, SemaphoreSlim> arrivals = [];

        public Stages(HeldIssuer issuer)
        {
            foreach (var route in new[] { "subjects", "identities" })
            {
                gates[route] = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
                arrivals[route] = new SemaphoreSlim(0);
            }
            issuer.Before = route =>
            {
                if (!gates.TryGetValue(route, out var gate))
                {
                    return Task.FromResult(true);
                }
                arrivals[route].Release();
                return gate.Task;
            };
        }

        public async Task Arrival(string route) =>
            Assert.True(await arrivals[route].WaitAsync(TimeSpan.FromSeconds(60)), $"The register never asked for {route}.");

        public void Pass(string route) => gates[route].TrySetResult(true);

        /// <summary>The issuer is down until <see cref="PassAll"/>.</summary>
        public void Refuse(string route) => gates[route].TrySetResult(false);

        public void PassAll() => gates["identities"] = Open();

        private static TaskCompletionSource<bool> Open()
        {
            var open = new TaskCompletionSource<bool>();
            open.SetResult(true);
            return open;
        }
    }
}
