using KiPass.Contracts.Access;
using KiPass.Contracts.Facilities;
using KiPass.Grains.Facilities;
using KiPass.Grains.Visits;
using KiPass.Silo.Tests.Hosting;
using KiPass.Testing;

namespace KiPass.Silo.Tests.Attacks;

/// <summary>
/// A device can claim an earlier time for a pass that was refused; after an outage this is honest, so the register stores it. It never looks
/// like an entry that was recorded at the door (docs/adr/0019).
/// </summary>
public sealed class BackdatedScanTests(Registers registers)
{
    [Theory, InlineData(Store.Sqlite), InlineData(Store.Postgres)]
    [Attack("A refused pass is accepted by a batch that claims an earlier time")]
    public async Task Nobody_backdates_a_scan_without_its_being_stored_as_late(Store store)
    {
        var register = registers.On(store);
        var device = await register.NewDevice();
        var at = register.Now.AddMinutes(-10);
        var pass = register.Issuer.PassAt(at);
        Assert.Equal("pass-expired", (await device.Scan(pass)).Code);

        var answer = await device.Client.Send(
            "/v1/scans/batch",
            new
            {
                scans = new[]
                {
                    new
                    {
                        scanId = Guid.NewGuid(),
                        pass,
                        scannedAt = at,
                    },
                },
            }
        );
        Assert.Equal("accepted", answer.Body.GetProperty("results")[0].GetProperty("result").GetString());
        var honest = register.Issuer.PassAt(register.Now);
        Assert.Equal(200, (await device.Scan(honest)).Status);

        var (from, to) = (register.Now.AddHours(-1), register.Now.AddMinutes(1));
        var counts = await register.Get<IVisitReader>().CountByDevice(device.FacilityId, from, to, register.Now, default);
        Assert.Equal((2, 1), (counts.Sum(count => count.Entries), counts.Sum(count => count.Late)));
        var rows = new List<VisitRow>();
        await foreach (var page in register.Get<IVisitReader>().AtFacility(device.FacilityId, from, to, register.Now, default))
        {
            rows.AddRange(page);
        }
        Assert.Equal([true, false], rows.OrderBy(row => row.EnteredAt).Select(row => ScanTime.IsLate(row.EnteredAt, row.ReceivedAt)));
    }

    [Fact]
    [Attack("A device tries codes until one is accepted")]
    public async Task Nobody_hides_refused_scans_from_the_owner()
    {
        await using var register = await RegisterUnderTest.Start(Store.Sqlite);
        var device = await register.NewDevice();
        for (var i = 0; i < 60; i++)
        {
            Assert.Equal("pass-expired", (await device.Scan(register.Issuer.PassAt(register.Now.AddMinutes(-5)))).Code);
        }
        var facility = register.Grains.GetGrain<IFacilityGrain>(FacilityKey.Of(device.FacilityId));
        DeviceActivity? activity = null;
        await Eventually.True(
            async () =>
            {
                // The count goes to the facility with the next admission, and the facility shows counts for ten minutes.
                await device.TodayCount();
                register.Time.Advance(TimeSpan.FromMinutes(11));
                activity = (await facility.View(Caller.Account("owner-1"))).Value!.Devices.Single().Activity;
                return activity is { Refused: 60 };
            },
            "the owner sees the refused scans"
        );
        Assert.Equal(DeviceRemarks.Refused, activity!.Remarks);
    }
}
