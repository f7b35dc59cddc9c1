using KiPass.Grains.Visits;
using KiPass.Tokens;
using Npgsql;

namespace KiPass.Grains.Tests.Storage;

/// <summary>What is particular to partitions: their indexes, and that destroying one never stops the door.</summary>
public sealed class PostgresPartitionTests : IAsyncLifetime
{
    private static readonly KoreanDay Day = KoreanDay.Of(TestRegister.Noon);
    private TestRegister register = null!;

    public async ValueTask InitializeAsync() => register = await TestRegister.Create(StoreKind.Postgres);

    public ValueTask DisposeAsync() => register.DisposeAsync();

    [Fact]
    public async Task The_day_being_written_has_a_bloom_index_on_the_pseudonym_and_a_closed_day_a_B_tree()
    {
        Assert.Equal(["brin"], await PseudonymIndexes());

        await register.Keeper.CloseDay(Day, default);

        Assert.Equal(["btree"], await PseudonymIndexes());
    }

    [Fact]
    public async Task A_day_that_queued_scans_may_still_reach_is_not_closed()
    {
        var yesterday = KoreanDay.Of(TimeProvider.System.GetUtcNow()) - 1;
        await register.Keeper.OpenDay(yesterday, default);

        var refusal = await Assert.ThrowsAsync<PostgresException>(() => register.Keeper.CloseDay(yesterday, default));

        Assert.Equal(PostgresErrorCodes.ObjectNotInPrerequisiteState, refusal.SqlState);
    }

    [Fact]
    public async Task While_somebody_reads_a_day_it_is_not_destroyed_and_the_door_goes_on()
    {
        await register.Log.Append(SomeVisits.At(TestRegister.Noon), default);
        await using var source = NpgsqlDataSource.Create(register.Options.Postgres!.Tracer);
        await using (var reading = await source.OpenConnectionAsync())
        {
            await using var transaction = await reading.BeginTransactionAsync();
            await using var command = new NpgsqlCommand("SELECT count(*) FROM visits.visit", reading, transaction);
            Assert.Equal(1L, await command.ExecuteScalarAsync());

            var refusal = await Assert.ThrowsAsync<PostgresException>(() => register.Keeper.DestroyDay(Day, default));

            Assert.Equal(PostgresErrorCodes.LockNotAvailable, refusal.SqlState);
            var visit = SomeVisits.At(TestRegister.Noon.AddDays(1));
            Assert.Equal(RecordingStatus.Stored, (await register.Log.Append(visit, default)).Status);
        }
        Assert.Equal(1, await register.Keeper.DestroyDay(Day, default));
    }

    private async Task<List<string>> PseudonymIndexes()
    {
        await using var source = NpgsqlDataSource.Create(register.Options.Postgres!.Owner);
        await using var command = source.CreateCommand(
            $"""
            SELECT am.amname FROM pg_index i
            JOIN pg_class c ON c.oid = i.indexrelid
            JOIN pg_am am ON am.oid = c.relam
            WHERE i.indrelid = 'visits.visit_{Day.Date:yyyyMMdd}'::regclass AND pg_get_indexdef(i.indexrelid) LIKE '%(pseudonym%'
            """
        );
        await using var reader = await command.ExecuteReaderAsync();
        var methods = new List<string>();
        while (await reader.ReadAsync())
        {
            methods.Add(reader.GetString(0));
        }
        return methods;
    }
}
