using KiPass.Silo.Tests.Hosting;

namespace KiPass.Silo.Tests.Scans;

public sealed class ScanTests(Registers registers)
{
    [Theory, InlineData(Store.Sqlite), InlineData(Store.Postgres)]
    public async Task A_scan_is_accepted_once_and_its_repeat_gets_the_first_answer(Store store)
    {
        var register = registers.On(store);
        var device = await register.NewDevice();
        var pass = register.Issuer.PassAt(register.Now);
        var scanId = Guid.NewGuid();
        var scannedAt = register.Now;
        var first = await device.Scan(pass, scanId, scannedAt);
        Assert.Equal((200, "accepted", false), (first.Status, first.Text("result"), first.Repeated));
        Assert.Equal(scanId.ToString(), first.Text("scanId"));
        Assert.Equal(scannedAt.ToUnixTimeMilliseconds(), first.Instant("enteredAt").ToUnixTimeMilliseconds());
        Assert.EndsWith("Z", first.Text("enteredAt"), StringComparison.Ordinal);
        var again = await device.Scan(pass, scanId);
        Assert.Equal((200, true), (again.Status, again.Repeated));
        Assert.Equal(first.Text("enteredAt"), again.Text("enteredAt"));
        Assert.Equal(1, await device.TodayCount());
    }

    [Theory, InlineData(Store.Sqlite), InlineData(Store.Postgres)]
    public async Task A_spent_token_is_refused_to_another_scan_another_device_and_another_facility(Store store)
    {
        var register = registers.On(store);
        var device = await register.NewDevice();
        var neighbour = await register.NewDevice(device.FacilityId);
        var elsewhere = await register.NewDevice();
        var pass = register.Issuer.PassAt(register.Now);
        var scanId = Guid.NewGuid();
        Assert.Equal("ok", (await device.Scan(pass, scanId)).Code);
        Assert.Equal("pass-already-used", (await device.Scan(pass)).Code);
        // A scan id means something only together with its device.
        Assert.Equal("pass-already-used", (await neighbour.Scan(pass, scanId)).Code);
        var refused = await elsewhere.Scan(pass, scanId);
        Assert.Equal((409, "pass-already-used"), (refused.Status, refused.Code));
        Assert.Equal(0, await elsewhere.TodayCount());
    }

    [Theory, InlineData(Store.Sqlite), InlineData(Store.Postgres)]
    public async Task Of_50_scans_of_one_token_at_once_from_5_devices_of_2_facilities_exactly_one_is_accepted(Store store)
    {
        var register = registers.On(store);
        Guid[] facilities = [await register.NewFacility(), await register.NewFacility()];
        var devices = new List<DeviceUnderTest>();
        for (var i = 0; i < 5; i++)
        {
            devices.Add(await register.NewDevice(facilities[i % 2]));
        }
        var pass = register.Issuer.PassAt(register.Now);
        var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(i => devices[i % 5].Scan(pass)));
        Assert.Single(answers, answer => answer.Status == 200);
        Assert.Equal(49, answers.Count(answer => answer.Code == "pass-already-used"));
        Assert.Equal(1, await devices[0].TodayCount() + await devices[1].TodayCount());
    }

    [Theory, InlineData(Store.Sqlite), InlineData(Store.Postgres)]
    public async Task Of_20_identical_retries_at_once_all_are_accepted_and_one_visit_is_stored(Store store)
    {
        var register = registers.On(store);
        var device = await register.NewDevice();
        var pass = register.Issuer.PassAt(register.Now);
        var scanId = Guid.NewGuid();
        var scannedAt = register.Now;
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => device.Scan(pass, scanId, scannedAt)));
        Assert.All(answers, answer => Assert.Equal("ok", answer.Code));
        Assert.Single(answers, answer => !answer.Repeated);
        Assert.Single(answers.Select(answer => answer.Text("enteredAt")).Distinct());
        Assert.Equal(1, await device.TodayCount());
    }

    [Theory, InlineData(Store.Sqlite), InlineData(Store.Postgres)]
    public async Task A_repeat_is_recognised_after_the_pass_has_expired_and_nobody_elses_is(Store store)
    {
        await using var register = await RegisterUnderTest.Start(store);
        var device = await register.NewDevice();
        var other = await register.NewDevice();
        var pass = register.Issuer.PassAt(register.Now);
        var scanId = Guid.NewGuid();
        var scannedAt = register.Now;
        Assert.Equal("ok", (await device.Scan(pass, scanId, scannedAt)).Code);
        await register.Restart(later: TimeSpan.FromMinutes(10));
        (device, other) = (device.Again(), other.Again());
        var repeat = await device.Scan(pass, scanId, scannedAt);
        Assert.Equal(("ok", true), (repeat.Code, repeat.Repeated));
        Assert.True((await device.Scan(pass, scanId)).Repeated);
        Assert.Equal("pass-expired", (await device.Scan(pass)).Code);
        Assert.Equal("pass-expired", (await other.Scan(pass, scanId)).Code);
    }

    [Theory, InlineData(Store.Sqlite), InlineData(Store.Postgres)]
    public async Task An_unknown_issuer_and_another_issuers_key_are_not_authentic(Store store)
    {
        var register = registers.On(store);
        var device = await register.NewDevice();
        var stranger = new IssuerUnderTest(7, register.Folder);
        var impostor = new IssuerUnderTest(register.Issuer.Number, register.Folder);
        var unknown = await device.Scan(stranger.PassAt(register.Now));
        Assert.Equal((422, "pass-not-authentic"), (unknown.Status, unknown.Code));
        Assert.Equal("pass-not-authentic", (await device.Scan(impostor.PassAt(register.Now))).Code);
        Assert.Equal(0, await device.TodayCount());
    }
}
