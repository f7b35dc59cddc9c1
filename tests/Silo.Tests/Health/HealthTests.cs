using KiPass.Grains.Retention;
using KiPass.Grains.Visits;
using KiPass.Silo.Tests.Hosting;
using KiPass.Testing;
using KiPass.Tokens.Passes;

namespace KiPass.Silo.Tests.Health;

public sealed class HealthTests(Registers registers)
{
    [Theory, InlineData(Store.Sqlite), InlineData(Store.Postgres)]
    public async Task A_running_register_reports_live_and_ready(Store store)
    {
        using var client = registers.On(store).Client();
        Assert.Equal("live", (await client.Get("/health/live")).Text("status"));
        Assert.Equal("ready", (await client.Get("/health/ready")).Text("status"));
    }

    [Fact]
    public async Task A_scan_unconfirmed_during_a_database_outage_is_accepted_once_on_retry()
    {
        await using var server = await PostgresServer.StartAsync();
        await using var register = await RegisterUnderTest.Start(Store.Postgres, server);
        var device = await register.NewDevice();
        var before = register.Issuer.PassAt(register.Now);
        Assert.Equal("ok", (await device.Scan(before)).Code);
        await server.Stop("immediate");
        var scanId = Guid.NewGuid();
        var scannedAt = register.Now;
        var pass = register.Issuer.PassAt(scannedAt);
        var unconfirmed = await device.Scan(pass, scanId, scannedAt);
        Assert.Equal((503, "visit-unconfirmed"), (unconfirmed.Status, unconfirmed.Code));
        Assert.NotNull(unconfirmed.Headers.RetryAfter);
        Assert.Equal("visit-unconfirmed", (await device.Undo(before, scanId)).Code);
        var unready = await device.Client.Get("/health/ready");
        Assert.Equal((503, "visit-log-silent"), (unready.Status, unready.Text("reason")));
        Assert.Equal(200, (await device.Client.Get("/health/live")).Status);
        await server.StartAgain();
        await Eventually.True(async () => (await device.Scan(pass, scanId, scannedAt)).Code == "ok", "the scan is accepted");
        Assert.True((await device.Scan(pass, scanId, scannedAt)).Repeated);
        Assert.Equal("pass-already-used", (await device.Scan(before)).Code);
        await Eventually.True(async () => (await device.Client.Get("/health/ready")).Status == 200, "the register is ready");
        Assert.Equal(2, await device.TodayCount());
    }

    [Fact]
    public async Task An_overdue_visit_raises_an_alarm_while_scans_continue()
    {
        await using var register = await RegisterUnderTest.Start(Store.Sqlite);
        var retention = register.Grains.GetGrain<IRetentionGrain>(IRetentionGrain.Key);
        await retention.Sweep();
        var enteredAt = register.Now.AddDays(-31);
        var token = new TokenKey(enteredAt.ToUnixTimeSeconds(), 1, new TokenId(Guid.NewGuid()));
        var visit = new Visit(token, new Ticket(Guid.NewGuid()), Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid(), enteredAt, enteredAt);
        Assert.Equal(ScanStatus.Accepted, (await register.Get<IVisitLog>().Append(visit, default)).Status);
        using var client = register.Client();

        var ready = await client.Get("/health/ready");

        Assert.Equal((200, "ready", "visits-overdue"), (ready.Status, ready.Text("status"), ready.Text("alarm")));
        Assert.True(await retention.Sweep());
        Assert.Null(await register.Get<IVisitReader>().OldestHeld(default));
    }
}
