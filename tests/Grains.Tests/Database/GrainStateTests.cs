using System.Collections.Concurrent;
using KiPass.Grains.Tests.Hosting;
using Orleans.Runtime;
using Orleans.Storage;

namespace KiPass.Grains.Tests.Database;

public sealed class PostgresGrainStateTests() : GrainStateTests(StoreKind.Postgres);

public sealed class SqliteGrainStateTests() : GrainStateTests(StoreKind.Sqlite);

/// <summary>
/// Goal: no write of grain state is lost without a word. Method: Orleans's own storage provider on our scripts; several writers that believe
/// the same about what is stored write at once, and exactly one may succeed.
/// </summary>
public abstract class GrainStateTests(StoreKind kind) : IAsyncLifetime
{
    private TestRegister register = null!;
    private RegisterCluster cluster = null!;

    private IGrainStorage Storage => cluster.GrainStorage;

    public async ValueTask InitializeAsync()
    {
        register = await TestRegister.Create(kind);
        cluster = await RegisterCluster.Start(register);
    }

    public async ValueTask DisposeAsync()
    {
        await cluster.DisposeAsync();
        await register.DisposeAsync();
    }

    [Fact]
    public async Task Exactly_one_concurrent_first_write_succeeds_in_each_of_60_trials()
    {
        for (var trial = 0; trial < 60; trial++)
        {
            var grain = NewGrain();
            var states = Enumerable.Range(0, 4).Select(n => State($"writer {n}")).ToList();

            var winners = await WriteAtOnce(grain, states);

            Assert.Equal(Assert.Single(winners).State!.Text, (await Read(grain)).State!.Text);
        }
    }

    [Fact]
    public async Task Exactly_one_concurrent_update_succeeds()
    {
        for (var trial = 0; trial < 20; trial++)
        {
            var grain = NewGrain();
            await Storage.WriteStateAsync("text", grain, State("first"));
            var states = new List<GrainState<Note>>();
            for (var n = 0; n < 4; n++)
            {
                var state = await Read(grain);
                state.State!.Text = $"writer {n}";
                states.Add(state);
            }

            var winners = await WriteAtOnce(grain, states);

            Assert.Equal(Assert.Single(winners).State!.Text, (await Read(grain)).State!.Text);
        }
    }

    [Fact]
    public async Task A_write_or_clear_with_a_stale_ETag_is_refused()
    {
        var grain = NewGrain();
        var state = State("one");
        await Storage.WriteStateAsync("text", grain, state);
        var stale = await Read(grain);
        for (var n = 0; n < 3; n++)
        {
            state.State!.Text = $"later {n}";
            await Storage.WriteStateAsync("text", grain, state);
            await Assert.ThrowsAsync<InconsistentStateException>(() => Storage.WriteStateAsync("text", grain, stale));
            await Assert.ThrowsAsync<InconsistentStateException>(() => Storage.ClearStateAsync("text", grain, stale));
        }

        Assert.Equal("later 2", (await Read(grain)).State!.Text);
    }

    [Fact]
    public async Task Cleared_state_is_empty_and_writable()
    {
        var grain = NewGrain();
        var state = State("one");
        await Storage.WriteStateAsync("text", grain, state);

        await Storage.ClearStateAsync("text", grain, state);
        Assert.Equal("", (await Read(grain)).State!.Text);

        var again = await Read(grain);
        again.State!.Text = "two";
        await Storage.WriteStateAsync("text", grain, again);
        Assert.Equal("two", (await Read(grain)).State!.Text);
    }

    [Fact]
    public async Task Grain_keys_are_case_sensitive_and_never_compared_as_numbers()
    {
        string[] keys = ["f:deadbeef", "f:DEADBEEF", "f:1", "f:01", "f:00000000000000000000000000000001"];
        foreach (var key in keys)
        {
            await Storage.WriteStateAsync("text", GrainId.Create("test", key), State(key));
        }
        foreach (var key in keys)
        {
            Assert.Equal(key, (await Read(GrainId.Create("test", key))).State!.Text);
        }
    }

    [Fact]
    public async Task Reminders_are_found_by_range_and_removed_only_with_the_current_ETag()
    {
        var grain = NewGrain();
        var startAt = new DateTime(2021, 12, 13, 3, 0, 0, DateTimeKind.Utc);
        var entry = new ReminderEntry
        {
            GrainId = grain,
            ReminderName = "hourly",
            StartAt = startAt,
            Period = TimeSpan.FromHours(1),
        };
        var first = await cluster.Reminders.UpsertRow(entry);
        var second = await cluster.Reminders.UpsertRow(entry);

        var row = await cluster.Reminders.ReadRow(grain, "hourly");
        Assert.Equal((startAt, TimeSpan.FromHours(1), second), (row!.StartAt, row.Period, row.ETag));
        var hash = grain.GetUniformHashCode();
        Assert.Contains((await cluster.Reminders.ReadRows(hash - 1, hash)).Reminders, r => r.GrainId == grain);
        Assert.DoesNotContain((await cluster.Reminders.ReadRows(hash, hash - 1)).Reminders, r => r.GrainId == grain);
        Assert.False(await cluster.Reminders.RemoveRow(grain, "hourly", first!));
        Assert.True(await cluster.Reminders.RemoveRow(grain, "hourly", second!));
        Assert.Empty((await cluster.Reminders.ReadRows(grain)).Reminders);
    }

    private async Task<ConcurrentBag<GrainState<Note>>> WriteAtOnce(GrainId grain, List<GrainState<Note>> states)
    {
        var winners = new ConcurrentBag<GrainState<Note>>();
        await Task.WhenAll(
            states.Select(state =>
                Task.Run(async () =>
                {
                    try
                    {
                        await Storage.WriteStateAsync("text", grain, state);
                        winners.Add(state);
                    }
                    catch (InconsistentStateException)
                    {
                        // Another write was first.
                    }
                })
            )
        );
        return winners;
    }

    private async Task<GrainState<Note>> Read(GrainId grain)
    {
        var state = new GrainState<Note>();
        await Storage.ReadStateAsync("text", grain, state);
        return state;
    }

    private static GrainState<Note> State(string text) => new() { State = new Note { Text = text } };

    private static GrainId NewGrain() => GrainId.Create("test", $"x:{Guid.NewGuid():N}");

    internal sealed class Note
    {
        public string Text { get; set; } = "";
    }
}
