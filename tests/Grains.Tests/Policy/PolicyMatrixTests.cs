using KiPass.Contracts.Access;
using KiPass.Contracts.Policy;
using KiPass.Grains.Policy;

namespace KiPass.Grains.Tests.Policy;

public sealed class PolicyMatrixTests
{
    [Fact]
    public void Every_policy_call_has_a_rule_unless_it_is_a_public_query()
    {
        var methods = typeof(IPolicyGrain).GetMethods();
        var guarded = methods
            .Where(method => method.GetParameters().FirstOrDefault()?.ParameterType == typeof(Caller))
            .Select(method => method.Name);
        Assert.Equal(guarded.Order(), PolicyRules.Allowed.Keys.Order());
        var open = methods.Select(method => method.Name).Except(PolicyRules.Allowed.Keys);
        Assert.Equal(
            [nameof(IPolicyGrain.LevelOn), nameof(IPolicyGrain.On), nameof(IPolicyGrain.Timeline), nameof(IPolicyGrain.Version)],
            open.Order()
        );
    }

    [Fact]
    public void Owners_and_administrators_may_not_change_the_policy()
    {
        foreach (var method in PolicyRules.Allowed.Keys)
        {
            Assert.False(PolicyRules.Allows(Caller.Account("owner-1"), method));
            Assert.False(PolicyRules.Allows(new Caller("admin-1", CallerRole.Administrator, Jurisdiction.Nation), method));
            Assert.False(PolicyRules.Allows(Caller.Approver("", Jurisdiction.Nation), method));
            Assert.True(PolicyRules.Allows(Caller.Approver("approver-1", Jurisdiction.Nation), method));
        }
        Assert.False(PolicyRules.Allows(Caller.Approver("approver-1", Jurisdiction.Nation), "NoSuchMethod"));
    }
}
