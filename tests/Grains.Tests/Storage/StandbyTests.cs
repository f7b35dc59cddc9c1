using KiPass.Grains.Visits;
using KiPass.Testing;

namespace KiPass.Grains.Tests.Storage;

/// <summary>A primary whose every commit waits for a standby, as a ministry would run it: what was confirmed survives the loss of either.</summary>
public sealed class StandbyTests
{
    /// <summary>
    /// A commit that waited for the standby in vain is on the primary alone, and after its crash everybody there sees the row. Whoever
    /// confirmed a repeat by reading it would confirm what a promotion loses.
    /// </summary>
    [Fact]
    public async Task A_repeat_is_not_confirmed_before_the_standby_has_the_row_that_it_finds()
    {
        await using var primary = await PostgresServer.StartAsync("wal_retrieve_retry_interval = 200ms");
        await using var standby = await PostgresServer.StandbyOf(primary, Directory.CreateTempSubdirectory("kipass-pg-").FullName);
        await using var register = await TestRegister.Create(StoreKind.Postgres, primary);
        Assert.Equal(RecordingStatus.Stored, (await register.Log.Append(SomeVisits.At(TestRegister.Noon), default)).Status);

        await standby.Stop("immediate");
        var visit = SomeVisits.At(TestRegister.Noon);
        Assert.Equal(RecordingStatus.Unconfirmed, (await register.Log.Append(visit, default)).Status);
        await primary.Stop("immediate");
        await primary.StartAgain();
        // By whatever way it is asked for.
        Assert.Equal(RecordingStatus.Unconfirmed, (await register.Log.Append(visit, default)).Status);

        await standby.StartAgain();
        await Eventually.True(
            async () => (await register.Log.Append(visit, default)).Status == RecordingStatus.Found,
            "the repeat is confirmed once the standby has the row"
        );
        await primary.Stop("immediate");
        Assert.Equal(1L, await Promoted(standby, register, visit));
    }

    private static async Task<object?> Promoted(PostgresServer standby, TestRegister register, Visit visit)
    {
        await standby.Promote();
        var database = new Npgsql.NpgsqlConnectionStringBuilder(register.Options.Postgres!.Owner).Database!;
        return await standby.Ask($"SELECT count(*) FROM visits.visit WHERE token_id = '{visit.Token.TokenId.Value}'", database);
    }
}
