using KiPass.Contracts.Access;
using KiPass.Contracts.Policy;
using KiPass.Testing;
using KiPass.Tokens;

namespace KiPass.Grains.Tests.Attacks;

/// <summary>An order for more than one district takes two officials.</summary>
public sealed class OrderAttacks(FacilityCluster cluster) : IClassFixture<FacilityCluster>
{
    private static readonly Caller First = Caller.Approver("seoul-1", new Jurisdiction("11"));
    private static readonly Caller Second = Caller.Approver("seoul-2", new Jurisdiction("11"));
    private static readonly ObligationProfile Library = new(null, "library", "11440", 30, true, false);

    private KoreanDay Today => KoreanDay.Of(cluster.Time.GetUtcNow());

    [Theory, Attack("One official orders something for more than one district alone")]
    [InlineData("11", RestrictionEffect.Require)]
    [InlineData("11", RestrictionEffect.Release)]
    [InlineData("*", RestrictionEffect.Require)]
    public async Task Nobody_orders_for_several_districts_alone(string region, RestrictionEffect effect)
    {
        var nation = Caller.Approver("nation-1", Jurisdiction.Nation);
        // Days that no other test of this class has orders for.
        var order = Order(region) with
        {
            Effect = effect,
            From = Today + 600,
        };
        var before = await cluster.Policy.Version();

        Assert.Equal(AnswerStatus.Conflict, (await cluster.Policy.AddOrder(nation, order)).Status);
        Assert.Equal(AnswerStatus.Done, (await cluster.Policy.ProposeOrder(nation, order)).Status);
        Assert.Equal(AnswerStatus.Refused, (await cluster.Policy.ApproveOrder(nation, order.Id)).Status);
        Assert.Equal(AnswerStatus.Conflict, (await cluster.Policy.AddOrder(nation, order with { Region = new("11440") })).Status);

        Assert.Equal(before, await cluster.Policy.Version());
        Assert.Equal(ObligationKind.Voluntary, (await cluster.Policy.On(Library, Today + 600)).Kind);
    }

    [Fact, Attack("An official without approval or jurisdiction approves an order for more than one district")]
    public async Task Nobody_approves_an_order_without_the_right()
    {
        var order = Order("11");
        await Propose(order);
        Caller[] others =
        [
            Caller.Official("seoul-3", new Jurisdiction("11")),
            Caller.Approver("busan-1", new Jurisdiction("26")),
            Caller.Approver("mapo-1", new Jurisdiction("11440")),
            Caller.Approver("nobody-1", default),
            new("administrator-1", CallerRole.Administrator, Jurisdiction.Nation),
            new("owner-1", CallerRole.Account, Jurisdiction.Nation),
            new("", CallerRole.Approver, Jurisdiction.Nation),
        ];
        foreach (var other in others)
        {
            Assert.Equal(AnswerStatus.Refused, (await cluster.Policy.ApproveOrder(other, order.Id)).Status);
        }
        foreach (var other in others.Skip(1))
        {
            Assert.Equal(AnswerStatus.Refused, (await cluster.Policy.ProposeOrder(other, Order("11"))).Status);
            Assert.Equal(AnswerStatus.Refused, (await cluster.Policy.WithdrawOrderProposal(other, order.Id)).Status);
        }
        Assert.Null((await Proposal(order)).ApprovedAt);
    }

    [Fact, Attack("A proposed order is approved after it was withdrawn, has expired or has ended")]
    public async Task Nobody_approves_an_old_order()
    {
        var before = await cluster.Policy.Version();
        var withdrawn = Order("11");
        await Propose(withdrawn);
        Assert.Equal(AnswerStatus.Done, (await cluster.Policy.WithdrawOrderProposal(Second, withdrawn.Id)).Status);
        Assert.Equal(AnswerStatus.Conflict, (await cluster.Policy.ApproveOrder(Second, withdrawn.Id)).Status);
        Assert.Equal(AnswerStatus.NotFound, (await cluster.Policy.ApproveOrder(Second, Guid.NewGuid())).Status);

        var ended = Order("11") with { From = Today, Until = Today };
        await Propose(ended);
        cluster.Time.Advance(TimeSpan.FromDays(1));
        Assert.Equal(AnswerStatus.Conflict, (await cluster.Policy.ApproveOrder(Second, ended.Id)).Status);

        var expired = Order("11");
        await Propose(expired);
        cluster.Time.Advance(TimeSpan.FromDays(IProposal.OpenDays));
        Assert.Equal(AnswerStatus.Conflict, (await cluster.Policy.ApproveOrder(Second, expired.Id)).Status);
        Assert.Equal(AnswerStatus.Conflict, (await cluster.Policy.WithdrawOrderProposal(Second, expired.Id)).Status);

        Assert.Equal(before, await cluster.Policy.Version());
    }

    [Fact, Attack("A proposed order is exchanged for another before a second official approves it")]
    public async Task Nobody_exchanges_a_proposed_order()
    {
        var order = Order("11") with { From = Today + 400, Until = Today + 401 };
        await Propose(order);
        Assert.Equal(AnswerStatus.Conflict, (await cluster.Policy.ProposeOrder(First, order with { Types = [] })).Status);
        Assert.Equal(AnswerStatus.Conflict, (await cluster.Policy.ProposeOrder(Second, order)).Status);
        Assert.Equal(AnswerStatus.Conflict, (await cluster.Policy.AddOrder(First, order with { Region = new("11440") })).Status);

        Assert.Equal(AnswerStatus.Done, (await cluster.Policy.ApproveOrder(Second, order.Id)).Status);
        var version = await cluster.Policy.Version();
        Assert.Equal(AnswerStatus.Done, (await cluster.Policy.ApproveOrder(Second, order.Id)).Status);
        Assert.Equal(AnswerStatus.Conflict, (await cluster.Policy.ProposeOrder(Second, order)).Status);

        Assert.Equal(version, await cluster.Policy.Version());
        var entry = Assert.Single((await History()).Orders, one => one.Order.Id == order.Id);
        Assert.Equal(("library", "seoul-1", "seoul-2"), (entry.Order.Types[0], entry.By, entry.ApprovedBy));
        Assert.Equal(ObligationKind.MandatoryEnforced, (await cluster.Policy.On(Library, Today + 400)).Kind);
    }

    [Fact]
    public async Task An_order_that_is_approved_late_starts_on_the_day_of_its_approval()
    {
        var day = Today;
        var order = Order("11") with { From = day, GuidanceUntil = day + 1, Until = day + 4 };
        await Propose(order);
        cluster.Time.Advance(TimeSpan.FromDays(3));

        Assert.Equal(AnswerStatus.Done, (await cluster.Policy.ApproveOrder(Second, order.Id)).Status);

        Assert.Equal(ObligationKind.Voluntary, (await cluster.Policy.On(Library, day + 2)).Kind);
        Assert.Equal(ObligationKind.MandatoryEnforced, (await cluster.Policy.On(Library, day + 3)).Kind);
        Assert.Equal(ObligationKind.Voluntary, (await cluster.Policy.On(Library, day + 5)).Kind);
    }

    [Fact]
    public async Task An_order_for_one_district_is_not_proposed()
    {
        Assert.Equal(AnswerStatus.Conflict, (await cluster.Policy.ProposeOrder(First, Order("11440"))).Status);
        // The province of Sejong is one district.
        var sejong = Caller.Official("sejong-1", new Jurisdiction("36"));
        var order = Order("36") with { From = Today + 900 };
        Assert.Equal(AnswerStatus.Done, (await cluster.Policy.AddOrder(sejong, order)).Status);
    }

    private RestrictionOrder Order(string region) =>
        new()
        {
            Id = Guid.NewGuid(),
            Region = new Jurisdiction(region),
            Types = ["library"],
            From = Today + 1,
            Title = "서울특별시 고시 제2020-1호",
        };

    private async Task Propose(RestrictionOrder order)
    {
        Assert.Equal(AnswerStatus.Done, (await cluster.Policy.ProposeOrder(First, order)).Status);
        Assert.Equal(AnswerStatus.Done, (await cluster.Policy.ProposeOrder(First, order)).Status);
    }

    private async Task<OrderProposal> Proposal(RestrictionOrder order) =>
        (await History()).OrderProposals.Single(one => one.Order.Id == order.Id);

    private async Task<PolicyHistory> History() => (await cluster.Policy.History(First)).Value!;
}
