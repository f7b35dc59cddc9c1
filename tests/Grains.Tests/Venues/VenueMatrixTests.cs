using KiPass.Contracts.Access;
using KiPass.Contracts.Venues;
using KiPass.Grains.Venues;

namespace KiPass.Grains.Tests.Venues;

public sealed class VenueMatrixTests
{
    [Fact]
    public void Every_venue_call_has_a_rule_for_either_owners_or_officials()
    {
        var methods = typeof(IVenuesGrain).GetMethods().Concat(typeof(IVenueListGrain).GetMethods()).ToList();
        Assert.Equal(methods.Select(method => method.Name).Order(), VenueRules.Allowed.Keys.Order());
        Assert.All(methods, method => Assert.Equal(typeof(Caller), method.GetParameters()[0].ParameterType));
        string[] owners = [nameof(IVenuesGrain.Invited), nameof(IVenuesGrain.Accept)];
        foreach (var method in VenueRules.Allowed.Keys)
        {
            var forOwners = owners.Contains(method);
            Assert.Equal(forOwners, VenueRules.Allows(Caller.Account("owner-1"), method));
            Assert.Equal(!forOwners, VenueRules.Allows(Caller.Official("official-1", new Jurisdiction("11")), method));
            Assert.Equal(!forOwners, VenueRules.Allows(Caller.Approver("approver-1", Jurisdiction.Nation), method));
            Assert.False(VenueRules.Allows(new Caller("admin-1", CallerRole.Administrator, Jurisdiction.Nation), method));
            Assert.False(VenueRules.Allows(Caller.Account(""), method));
        }
    }
}
