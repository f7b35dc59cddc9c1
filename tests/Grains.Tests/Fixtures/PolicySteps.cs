using KiPass.Contracts.Access;
using KiPass.Contracts.Policy;

namespace KiPass.Grains.Tests.Fixtures;

/// <summary>Changes of the policy that need two people.</summary>
internal static class PolicySteps
{
    /// <summary>One approver proposes a lower level and another approves it.</summary>
    public static async Task Lower(this IPolicyGrain policy, LevelChange change)
    {
        var id = Guid.NewGuid();
        var proposed = await policy.ProposeLevel(Caller.Approver("nation-1", Jurisdiction.Nation), id, change);
        Assert.Equal(AnswerStatus.Done, proposed.Status);
        var approved = await policy.ApproveLevel(Caller.Approver("nation-2", Jurisdiction.Nation), id);
        Assert.Equal(AnswerStatus.Done, approved.Status);
    }

    /// <summary>An official proposes an order for several districts and an approver approves it.</summary>
    public static async Task Enter(this IPolicyGrain policy, RestrictionOrder order)
    {
        var proposed = await policy.ProposeOrder(Caller.Official("nation-1", Jurisdiction.Nation), order);
        Assert.Equal(AnswerStatus.Done, proposed.Status);
        var approved = await policy.ApproveOrder(Caller.Approver("nation-2", Jurisdiction.Nation), order.Id);
        Assert.Equal(AnswerStatus.Done, approved.Status);
    }
}
