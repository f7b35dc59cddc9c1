using KiPass.Contracts.Access;
using KiPass.Portal.Officials.Access;
using KiPass.Portal.Officials.Store;
using KiPass.Portal.Officials.Tests.Traces;
using KiPass.Portal.Officials.Traces.Orders;
using KiPass.Testing;

namespace KiPass.Portal.Officials.Tests.Attacks;

/// <summary>One person with two accounts tries to order a trace and to approve it.</summary>
public sealed class ApproverAttackTests : IDisposable
{
    private readonly TraceFixture traces = new();
    private readonly Official asks = new(Guid.NewGuid(), Jurisdiction.Nation, Approves: false, Device: "browser-1");
    private readonly Official approves = new(Guid.NewGuid(), Jurisdiction.Nation, Approves: true, Device: "browser-2");

    public void Dispose() => traces.Dispose();

    [Fact]
    [Attack("The approver has the requester's phone")]
    public async Task Nobody_learns_who_was_where_by_approving_with_a_second_account_on_the_same_phone()
    {
        traces.Employ(asks, "kim@example.go.kr", "+821011110001");
        traces.Employ(approves, "lee@example.go.kr", "010-1111-0001");
        await Refused();
    }

    [Theory]
    [InlineData("KIM@example.go.kr")]
    [InlineData("kim+2@example.go.kr")]
    [InlineData("ｋim@example.go.kr")]
    [Attack("The approver has the requester's mailbox, in another spelling")]
    public async Task Nobody_learns_who_was_where_by_approving_from_the_same_mailbox(string email)
    {
        traces.Employ(asks, "kim@example.go.kr", "+821011110001");
        traces.Employ(approves, email, "+821011110002");
        await Refused();
    }

    [Fact]
    [Attack("The approver uses the requester's browser")]
    public async Task Nobody_learns_who_was_where_by_approving_in_the_requesters_browser()
    {
        traces.Employ(asks, approves);
        var id = await traces.Submitted(by: asks);
        Assert.Equal(TraceOrderOutcome.SamePerson, (await traces.Orders.Approve(approves with { Device = asks.Device }, id)).Answer);
        Assert.Null((await traces.Order(id)).Jws);
        Assert.Equal(TraceOrderOutcome.Done, (await traces.Orders.Approve(approves, id)).Answer);
    }

    [Fact]
    [Attack("The order is drafted in one browser, submitted in another and approved in the first")]
    public async Task Nobody_hides_their_browser_by_submitting_in_another_one()
    {
        traces.Employ(asks, approves);
        var caseId = await traces.Case(by: asks);
        var id = (await traces.Orders.Save(asks, caseId, null, traces.Draft())).OrderId;
        await traces.Orders.Submit(asks with { Device = "browser-3" }, id);

        Assert.Equal(TraceOrderOutcome.SamePerson, (await traces.Orders.Approve(approves with { Device = "browser-1" }, id)).Answer);
        Assert.Equal(TraceOrderOutcome.SamePerson, (await traces.Orders.Approve(approves with { Device = "browser-3" }, id)).Answer);
    }

    [Fact]
    [Attack("Both approvers of a very large order are one person")]
    public async Task Nobody_gives_both_approvals_of_a_large_order()
    {
        var other = approves with { Id = Guid.NewGuid(), Device = "browser-3" };
        traces.Employ(asks, "kim@example.go.kr", "+821011110001");
        traces.Employ(approves, "lee@example.go.kr", "+821011110002");
        traces.Employ(other, "lee2@example.go.kr", "+821011110002");
        var id = await traces.Submitted(traces.Draft() with { MaxContacts = 10_001 }, asks);

        Assert.Equal(TraceOrderOutcome.OneMoreApproval, (await traces.Orders.Approve(approves, id)).Answer);
        Assert.Equal(TraceOrderOutcome.SamePerson, (await traces.Orders.Approve(other, id)).Answer);
        Assert.Null((await traces.Order(id)).Jws);
    }

    [Fact]
    [Attack("A disabled approver approves in a page that is still open")]
    public async Task Nobody_approves_after_being_disabled()
    {
        traces.Employ(asks, approves);
        var id = await traces.Submitted(by: asks);
        traces.Disable(approves);

        Assert.Equal(TraceOrderOutcome.SamePerson, (await traces.Orders.Approve(approves, id)).Answer);
    }

    [Fact]
    [Attack("The order of an account that no longer exists is approved")]
    public async Task Nobody_approves_an_order_whose_requester_cannot_be_compared()
    {
        traces.Employ(approves);
        var id = await traces.Submitted(by: asks);

        Assert.Equal(TraceOrderOutcome.SamePerson, (await traces.Orders.Approve(approves, id)).Answer);
    }

    [Fact]
    [Attack("An exemption is confirmed by its proposer with a second account")]
    public async Task Nobody_confirms_an_exemption_that_they_proposed_with_another_account()
    {
        var exemption = Guid.NewGuid();
        traces.Employ(asks, "kim@example.go.kr", "+821011110001");
        traces.Employ(approves, "lee@example.go.kr", "+821011110002");
        var confirmations = traces.Get<Confirmations>();
        await confirmations.Propose(TwoPersonAction.Exemption, exemption, asks);

        Assert.False(await Allow(approves with { Device = asks.Device }));
        Assert.False(await Allow(asks with { Device = "browser-3" }));
        Assert.True(await Allow(approves));
        Assert.Equal(2, (await traces.Audit()).Count(kind => kind == "confirmation-refused"));

        Task<bool> Allow(Official official) => confirmations.Allow(TwoPersonAction.Exemption, exemption, $"{asks.Id}", official);
    }

    private async Task Refused()
    {
        var id = await traces.Submitted(by: asks);
        Assert.Equal(TraceOrderOutcome.SamePerson, (await traces.Orders.Approve(approves, id)).Answer);
        var order = await traces.Order(id);
        Assert.Equal((TraceOrderState.Submitted, null), (order.State, order.Jws));
        Assert.Contains("order-refused SamePerson", await traces.Audit());
    }
}
