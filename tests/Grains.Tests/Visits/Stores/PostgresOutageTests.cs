using KiPass.Grains.Tests.Hosting;
using KiPass.Grains.Visits;
using KiPass.Testing;

namespace KiPass.Grains.Tests.Visits.Stores;

/// <summary>A server of its own, because these tests stop it.</summary>
public sealed class PostgresOutageTests
{
    [Fact]
    public async Task No_visit_is_confirmed_during_a_PostgreSQL_outage_and_the_log_recovers()
    {
        await using var server = await PostgresServer.StartAsync();
        await using var register = await TestRegister.Create(StoreKind.Postgres, server);
        var before = SomeVisits.At(TestRegister.Noon);
        Assert.Equal(ScanStatus.Accepted, (await register.Log.Append(before, default)).Status);

        await server.Stop("immediate");
        var away = SomeVisits.At(TestRegister.Noon);
        Assert.Equal(ScanStatus.Unconfirmed, (await register.Log.Append(away, default)).Status);
        Assert.Equal(ScanStatus.Unconfirmed, (await register.Log.Find(before.Token, default)).Status);
        Assert.Equal(ScanStatus.Unconfirmed, (await register.Log.Append(SomeVisits.PaperAt(TestRegister.Noon), default)).Status);
        Assert.Equal(
            ScanStatus.Unconfirmed,
            await register.Log.Void(before.Token, before.ScanId, before.DeviceId, TestRegister.Noon, default)
        );

        await server.StartAgain();
        Assert.Equal(ScanStatus.Accepted, (await register.Log.Append(away, default)).Status);
        Assert.Equal(ScanStatus.AlreadyUsed, (await register.Log.Append(before, default)).Status);
    }

    [Fact]
    public async Task PostgreSQL_with_a_full_disk_loses_no_confirmed_visit_and_recovers()
    {
        using var disk = new SmallDisk(mebibytes: 192);
        await using var server = await PostgresServer.StartIn(
            Path.Combine(disk.Path, "server"),
            "shared_buffers = 8MB",
            "min_wal_size = 32MB",
            "max_wal_size = 32MB"
        );
        await using var register = await TestRegister.Create(StoreKind.Postgres, server);
        var confirmed = new List<Visit>();
        Visit? refused = null;

        disk.Fill();
        while (refused is null)
        {
            var visits = Enumerable.Range(0, 1000).Select(_ => SomeVisits.At(TestRegister.Noon)).ToList();
            var answers = await Task.WhenAll(visits.Select(visit => register.Log.Append(visit, default).AsTask()));
            confirmed.AddRange(visits.Where((_, i) => answers[i].Status == ScanStatus.Accepted));
            refused = visits.Where((_, i) => answers[i].Status == ScanStatus.Unconfirmed).FirstOrDefault();
        }

        disk.Free();
        await server.StartUnlessRunning();
        await Eventually.True(
            async () => (await register.Log.Append(refused, default)).Status != ScanStatus.Unconfirmed,
            "the log takes what it had refused"
        );
        foreach (var visit in confirmed)
        {
            Assert.Equal(ScanStatus.AlreadyUsed, (await register.Log.Find(visit.Token, default)).Status);
        }
    }

    [Fact]
    public async Task Waiting_appends_are_unconfirmed_within_3_seconds_when_PostgreSQL_hangs()
    {
        await using var server = await PostgresServer.StartAsync();
        await using var register = await TestRegister.Create(StoreKind.Postgres, server);
        var before = SomeVisits.At(TestRegister.Noon);
        await register.Log.Append(before, default);
        await server.Pause();
        var waiting = Enumerable.Range(0, 2000).Select(_ => SomeVisits.At(TestRegister.Noon)).ToList();
        var begun = TimeProvider.System.GetTimestamp();

        var recordings = await Task.WhenAll(waiting.Select(visit => register.Log.Append(visit, default).AsTask()));

        Assert.All(recordings, recording => Assert.Equal(ScanStatus.Unconfirmed, recording.Status));
        Assert.InRange(TimeProvider.System.GetElapsedTime(begun), TimeSpan.Zero, TimeSpan.FromSeconds(3));
        await server.Resume();
        await Eventually.True(
            async () => (await register.Log.Append(waiting[0], default)).Status != ScanStatus.Unconfirmed,
            "the log answers again"
        );
        Assert.Equal(ScanStatus.AlreadyUsed, (await register.Log.Find(before.Token, default)).Status);
    }

    [Fact]
    public async Task A_PostgreSQL_crash_under_load_loses_no_confirmed_visit()
    {
        await using var server = await PostgresServer.StartAsync();
        await using var register = await TestRegister.Create(StoreKind.Postgres, server);
        var confirmed = new System.Collections.Concurrent.ConcurrentBag<Visit>();
        var stop = false;
        var load = Enumerable
            .Range(0, 16)
            .Select(_ =>
                Task.Run(async () =>
                {
                    while (!Volatile.Read(ref stop))
                    {
                        var visit = SomeVisits.At(TestRegister.Noon);
                        if ((await register.Log.Append(visit, default)).Status == ScanStatus.Accepted)
                        {
                            confirmed.Add(visit);
                        }
                    }
                })
            )
            .ToList();
        while (confirmed.Count < 500)
        {
            await Task.Yield();
        }

        await server.Stop("immediate");
        await server.StartAgain();
        var atRestart = confirmed.Count;
        while (confirmed.Count < atRestart + 100)
        {
            await Task.Yield();
        }
        Volatile.Write(ref stop, true);
        await Task.WhenAll(load);

        foreach (var visit in confirmed)
        {
            Assert.Equal(ScanStatus.AlreadyUsed, (await register.Log.Find(visit.Token, default)).Status);
        }
    }
}
