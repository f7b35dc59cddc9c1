using KiPass.Portal.Owners.Registration;

namespace KiPass.Portal.Owners.Tests.Registration;

public sealed class NewFacilityIdTests
{
    [Fact]
    public void Two_requests_at_the_same_time_name_one_facility_and_a_later_one_another()
    {
        var account = $"{Guid.NewGuid()}";
        var first = NewFacilityId.Of(account, []);
        Assert.Equal(first, NewFacilityId.Of(account, []));
        Assert.NotEqual(first, NewFacilityId.Of(account, [first]));
        Assert.NotEqual(first, NewFacilityId.Of($"{Guid.NewGuid()}", []));
        // A facility was transferred away, so that the number of facilities is that of an earlier one.
        var second = NewFacilityId.Of(account, [first]);
        Assert.DoesNotContain(NewFacilityId.Of(account, [second]), new[] { second });
    }
}
