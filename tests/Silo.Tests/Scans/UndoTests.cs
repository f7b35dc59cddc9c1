using KiPass.Silo.Tests.Hosting;

namespace KiPass.Silo.Tests.Scans;

public sealed class UndoTests(Registers registers)
{
    [Theory, InlineData(Store.Sqlite), InlineData(Store.Postgres)]
    public async Task An_undone_visit_is_not_counted_but_its_token_stays_used(Store store)
    {
        var register = registers.On(store);
        var device = await register.NewDevice();
        var pass = register.Issuer.PassAt(register.Now);
        var scanId = Guid.NewGuid();
        Assert.Equal("ok", (await device.Scan(pass, scanId)).Code);
        var undone = await device.Undo(pass, scanId);
        Assert.Equal((200, "voided"), (undone.Status, undone.Text("result")));
        Assert.Equal("voided", (await device.Undo(pass, scanId)).Text("result"));
        Assert.Equal("pass-already-used", (await device.Scan(pass)).Code);
        // The same scan again, at once and long after its pass has expired: never green.
        var again = await device.Scan(pass, scanId);
        Assert.Equal((409, "visit-undone"), (again.Status, again.Code));
        var scans = new[]
        {
            new
            {
                scanId,
                pass,
                scannedAt = register.Now.AddMinutes(-30),
            },
        };
        var late = await device.Client.Send("/v1/scans/batch", new { scans });
        Assert.Equal("visit-undone", late.Body.GetProperty("results")[0].GetProperty("code").GetString());
        Assert.Equal(0, await device.TodayCount());
    }

    [Theory, InlineData(Store.Sqlite), InlineData(Store.Postgres)]
    public async Task A_scan_can_be_undone_by_the_same_device_within_five_minutes(Store store)
    {
        var register = registers.On(store);
        var device = await register.NewDevice();
        var neighbour = await register.NewDevice(device.FacilityId);
        var pass = register.Issuer.PassAt(register.Now);
        var scanId = Guid.NewGuid();
        Assert.Equal("ok", (await device.Scan(pass, scanId)).Code);
        Assert.Equal("visit-unknown", (await neighbour.Undo(pass, scanId)).Code);
        Assert.Equal("visit-unknown", (await device.Undo(pass, Guid.NewGuid())).Code);
        var unused = await device.Undo(register.Issuer.PassAt(register.Now), scanId);
        Assert.Equal((404, "visit-unknown"), (unused.Status, unused.Code));
        var then = register.Now.AddMinutes(-6);
        var old = register.Issuer.PassAt(then);
        var batch = new
        {
            scans = new[]
            {
                new
                {
                    scanId,
                    pass = old,
                    scannedAt = then,
                },
            },
        };
        Assert.Equal(200, (await device.Client.Send("/v1/scans/batch", batch)).Status);
        Assert.Equal("visit-unknown", (await device.Undo(old, scanId)).Code);
        Assert.Equal(2, await device.TodayCount());
    }

    [Theory, InlineData(Store.Sqlite), InlineData(Store.Postgres)]
    public async Task A_scan_stays_undone_after_a_restart_of_the_register(Store store)
    {
        await using var register = await RegisterUnderTest.Start(store);
        var device = await register.NewDevice();
        var (pass, scanId) = (register.Issuer.PassAt(register.Now), Guid.NewGuid());
        Assert.Equal("ok", (await device.Scan(pass, scanId)).Code);
        Assert.Equal("voided", (await device.Undo(pass, scanId)).Text("result"));
        await register.Restart(TimeSpan.Zero);
        var again = await device.Again().Scan(pass, scanId);
        Assert.Equal((409, "visit-undone"), (again.Status, again.Code));
    }

    [Fact]
    public async Task Undo_rejects_an_invalid_pass_like_a_scan()
    {
        var register = registers.On(Store.Sqlite);
        var device = await register.NewDevice();
        Assert.Equal("pass-malformed", (await device.Undo("x", Guid.NewGuid())).Code);
        Assert.Equal(
            "pass-not-authentic",
            (await device.Undo(new IssuerUnderTest(9, register.Folder).PassAt(register.Now), Guid.NewGuid())).Code
        );
        Assert.Equal("request-malformed", (await device.Client.SendRaw("/v1/scans/undo", "{}")).Code);
    }
}
