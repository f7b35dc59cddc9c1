using KiPass.Silo.Tests.Hosting;

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
        Assert.Equal(0, facility.GetProperty("todayCount").GetInt32());
        Assert.Equal(register.Folder.Authority().EncryptionKey.X, facility.GetProperty("authorityKey").GetProperty("x").GetString());
        Assert.InRange((register.Now - facility.GetProperty("utc").GetDateTimeOffset()).TotalSeconds, -1, 5);
    }
}
