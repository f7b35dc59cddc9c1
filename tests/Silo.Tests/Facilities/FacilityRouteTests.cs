using System.Text.Json;
using KiPass.Contracts.Access;
using KiPass.Contracts.Facilities;
using KiPass.Silo.Tests.Hosting;
using KiPass.Testing;

namespace KiPass.Silo.Tests.Facilities;

public sealed class FacilityRouteTests(Registers registers)
{
    [Theory, InlineData(Store.Sqlite), InlineData(Store.Postgres)]
    public async Task A_device_sees_its_facility_the_authoritys_key_and_the_time(Store store)
    {
        var register = registers.On(store);
        var device = await register.NewDevice();
        var facility = (await device.Client.Get("/v1/facility")).Body;
        Assert.Equal(device.FacilityId, facility.GetProperty("id").GetGuid());
        Assert.NotEqual("", facility.GetProperty("name").GetString());
        Assert.Equal(JsonValueKind.Null, facility.GetProperty("zone").ValueKind);
        Assert.Equal(0, facility.GetProperty("todayCount").GetInt32());
        Assert.InRange(facility.GetProperty("capacity").GetInt32(), 1, FacilityFactsRules.MaxCapacity);
        Assert.Equal(register.Folder.Authority().EncryptionKey.X, facility.GetProperty("authorityKey").GetProperty("x").GetString());
        Assert.InRange((register.Now - facility.GetProperty("utc").GetDateTimeOffset()).TotalSeconds, -1, 5);
    }

    [Fact]
    public async Task A_device_sees_zone_assignment_and_removal_within_5_seconds()
    {
        var register = registers.On(Store.Sqlite);
        var device = await register.NewDevice();
        var hall = new Zone(Guid.NewGuid(), "2층 홀");
        Assert.Equal(AnswerStatus.Done, (await register.PutInto(device, hall)).Status);
        await Eventually.True(() => SaysZone(device, "2층 홀"), "the device knows its zone", TimeSpan.FromSeconds(5));
        Assert.Equal(AnswerStatus.Done, (await register.RemoveZone(device.FacilityId, hall.Id)).Status);
        await Eventually.True(() => SaysZone(device, null), "the device stands nowhere", TimeSpan.FromSeconds(5));
    }

    private static async Task<bool> SaysZone(DeviceUnderTest device, string? zone) =>
        (await device.Client.Get("/v1/facility")).Body.GetProperty("zone").GetString() == zone;
}
