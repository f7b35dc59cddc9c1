using KiPass.Silo.Tests.Hosting;

namespace KiPass.Silo.Tests.Scans;

public sealed class ScanTests(Registers registers)
{
    [Theory, InlineData(Store.Sqlite), InlineData(Store.Postgres)]
    public async Task A_repeated_scan_gets_the_first_response(Store store)
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
    public async Task A_used_token_is_rejected_for_any_other_scan_device_or_facility(Store store)
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
    public async Task Exactly_one_of_50_concurrent_scans_of_a_token_is_accepted(Store store)
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
    public async Task Twenty_concurrent_retries_of_one_scan_store_one_visit(Store store)
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
    public async Task Recognizes_a_repeated_scan_after_expiry_only_from_the_same_device(Store store)
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
