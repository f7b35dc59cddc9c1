using KiPass.Contracts.Access;
using KiPass.Contracts.Policy;
using KiPass.Grains.Policy;

namespace KiPass.Grains.Tests.Policy;

public sealed class PolicyMatrixTests
{
    [Fact]
    public void Every_call_with_a_caller_has_a_rule_and_what_anyone_may_ask_is_a_pure_question()
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
    public void Accounts_of_owners_and_administrators_may_do_nothing_to_the_policy()
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
