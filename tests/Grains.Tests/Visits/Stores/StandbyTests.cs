using KiPass.Grains.Tests.Hosting;
using KiPass.Grains.Visits;
using KiPass.Testing;
using Npgsql;

namespace KiPass.Grains.Tests.Visits.Stores;

/// <summary>A primary whose every commit waits for a standby, as a ministry would run it: what was confirmed survives the loss of either.</summary>
public sealed class StandbyTests
{
    /// <summary>
    /// Goal: nobody confirms by reading what a promotion would lose. Method: a visit, a paper visit and an undo wait for the standby in vain, so that
    /// they are on the primary alone; after its crash everybody there sees the rows, and each way to ask for them must wait for the standby.
    /// </summary>
    [Fact]
    public async Task An_existing_record_is_confirmed_only_after_replication_to_the_standby()
    {
        await using var primary = await PostgresServer.StartAsync("wal_retrieve_retry_interval = 200ms");
        await using var standby = await PostgresServer.StandbyOf(primary, Directory.CreateTempSubdirectory("kipass-pg-").FullName);
        await using var register = await TestRegister.Create(StoreKind.Postgres, primary);
        var (undone, visit, paper) = (
            SomeVisits.At(TestRegister.Noon),
            SomeVisits.At(TestRegister.Noon),
            SomeVisits.PaperAt(TestRegister.Noon)
        );
        Assert.Equal(ScanStatus.Accepted, (await register.Log.Append(undone, default)).Status);

        await standby.Stop("immediate");
        Assert.Equal(Unconfirmed, await Ask(register, visit, paper, undone));
        await primary.Stop("immediate");
        await primary.StartAgain();
        Assert.Equal("1 1 1", await Rows(primary, register, visit, paper, undone));
        Assert.Equal(Unconfirmed, await Ask(register, visit, paper, undone));
        Assert.Equal(ScanStatus.Unconfirmed, (await register.Log.Find(visit.Token, default)).Status);
        // Nothing found, nothing to wait for.
        Assert.Equal(ScanStatus.VisitUnknown, (await register.Log.Find(SomeVisits.At(TestRegister.Noon).Token, default)).Status);

        await standby.StartAgain();
        await Eventually.True(
            async () => await Ask(register, visit, paper, undone) == Confirmed,
            "each is confirmed once the standby has the rows"
        );
        Assert.Equal(ScanStatus.AlreadyUsed, (await register.Log.Find(visit.Token, default)).Status);
        await primary.Stop("immediate");
        await standby.Promote();
        Assert.Equal("1 1 1", await Rows(standby, register, visit, paper, undone));
    }

    private static readonly (ScanStatus Visit, ScanStatus Paper, ScanStatus Undo) Unconfirmed = (
        ScanStatus.Unconfirmed,
        ScanStatus.Unconfirmed,
        ScanStatus.Unconfirmed
    );

    private static readonly (ScanStatus Visit, ScanStatus Paper, ScanStatus Undo) Confirmed = (
        ScanStatus.AlreadyUsed,
        ScanStatus.AlreadyUsed,
        ScanStatus.Voided
    );

    private static async Task<(ScanStatus Visit, ScanStatus Paper, ScanStatus Undo)> Ask(
        TestRegister register,
        Visit visit,
        PaperVisit paper,
        Visit undone
    )
    {
        var appended = register.Log.Append(visit, default);
        var sealedOne = register.Log.Append(paper, default);
        var undo = register.Log.Void(undone.Token, undone.ScanId, undone.DeviceId, register.Now, default);
        return ((await appended).Status, (await sealedOne).Status, await undo);
    }

    private static async Task<string> Rows(PostgresServer server, TestRegister register, Visit visit, PaperVisit paper, Visit undone)
    {
        var database = new NpgsqlConnectionStringBuilder(register.Options.Postgres!.Owner).Database!;
        var counts = new List<long>();
        foreach (
            var rows in new[]
            {
                $"visits.visit WHERE token_id = '{visit.Token.TokenId.Value}'",
                $"visits.paper WHERE scan_id = '{paper.ScanId}'",
                $"visits.voided WHERE token_id = '{undone.Token.TokenId.Value}'",
            }
        )
        {
            counts.Add((long)(await server.Ask($"SELECT count(*) FROM {rows}", database))!);
        }
        return string.Join(' ', counts);
    }
}
