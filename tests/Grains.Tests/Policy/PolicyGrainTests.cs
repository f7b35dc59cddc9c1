using KiPass.Contracts.Access;
using KiPass.Contracts.Facilities;
using KiPass.Contracts.Policy;
using KiPass.Grains.Tests.Facilities;
using KiPass.Tokens;

namespace KiPass.Grains.Tests.Policy;

public sealed class PolicyGrainTests(FacilityCluster cluster) : IClassFixture<FacilityCluster>
{
    private static readonly Caller Seoul = Caller.Official("seoul-1", new Jurisdiction("11"));
    private static readonly Caller National = Caller.Approver("nation-1", Jurisdiction.Nation);
    private static readonly ObligationProfile Library = new(null, "library", "11440", 30, true, false);

    private KoreanDay Today => KoreanDay.Of(cluster.Time.GetUtcNow());

    [Fact]
    public async Task A_restriction_order_applies_from_its_start_day_until_its_withdrawal()
    {
        var order = Order("11440");
        var version = await cluster.Policy.Version();
        Assert.Equal(AnswerStatus.Done, (await cluster.Policy.AddOrder(Seoul, order)).Status);
        Assert.Equal(AnswerStatus.Done, (await cluster.Policy.AddOrder(Seoul, order)).Status);
        Assert.Equal(version + 1, await cluster.Policy.Version());
        Assert.Equal(AnswerStatus.Conflict, (await cluster.Policy.AddOrder(Seoul, order with { Title = "다른 고시" })).Status);
        Assert.Equal(AnswerStatus.Done, (await cluster.Policy.WithdrawOrder(Seoul, order.Id, Today + 5)).Status);
        Assert.Equal(AnswerStatus.Conflict, (await cluster.Policy.WithdrawOrder(Seoul, order.Id, Today + 6)).Status);
        Assert.Equal(version + 2, await cluster.Policy.Version());

        Assert.Equal(ObligationKind.Voluntary, (await cluster.Policy.On(Library, Today)).Kind);
        Assert.Equal(ObligationKind.MandatoryEnforced, (await cluster.Policy.On(Library, Today + 1)).Kind);
        Assert.Equal(ObligationKind.Voluntary, (await cluster.Policy.On(Library, Today + 5)).Kind);
        var changes = await cluster.Policy.Timeline(Library, Today, Today + 30);
        Assert.Equal([Today, Today + 1, Today + 5], changes.Select(change => change.From));
        var entry = (await cluster.Policy.History(Seoul)).Value!.Orders.Single(one => one.Order.Id == order.Id);
        Assert.Equal(("seoul-1", "seoul-1", Today + 5), (entry.By, entry.WithdrawnBy, entry.WithdrawnFrom));
    }

    [Fact]
    public async Task Policy_entries_for_past_days_are_refused()
    {
        Assert.Equal(["From"], await Wrong(Order("11440") with { From = Today - 1 }));
        Assert.Equal(["Until"], await Wrong(Order("11440") with { Until = Today }));
        Assert.Equal(["GuidanceUntil"], await Wrong(Order("11440") with { GuidanceUntil = Today }));
        Assert.Equal(["Title"], await Wrong(Order("11440") with { Title = " " }));
        Assert.Equal(["Types"], await Wrong(Order("11440") with { Types = ["casino"] }));
        Assert.Equal(["FacilityId"], await Wrong(Order("11440") with { FacilityId = Guid.NewGuid() }));
        Assert.Equal(["Id"], await Wrong(Order("11440") with { Id = Guid.Empty }));
        var change = new LevelChange(CrisisLevel.Caution, Today - 1, "공고");
        Assert.Equal(AnswerStatus.Invalid, (await cluster.Policy.ChangeLevel(National, change)).Status);

        async Task<IEnumerable<string>> Wrong(RestrictionOrder order) =>
            (await cluster.Policy.AddOrder(Seoul, order)).Errors.Select(error => error.Field);
    }

    [Fact]
    public async Task Only_officials_with_jurisdiction_can_add_restriction_orders()
    {
        Assert.Equal(AnswerStatus.Refused, (await cluster.Policy.AddOrder(FacilityCluster.Official, Order("11"))).Status);
        Assert.Equal(AnswerStatus.Refused, (await cluster.Policy.AddOrder(Seoul, Order("*"))).Status);
        Assert.Equal(AnswerStatus.Refused, (await cluster.Policy.AddOrder(Seoul, Order("26350"))).Status);
        Assert.Equal(AnswerStatus.Refused, (await cluster.Policy.AddOrder(FacilityCluster.Owner, Order("11440"))).Status);
        Assert.Equal(AnswerStatus.Refused, (await cluster.Policy.History(FacilityCluster.Owner)).Status);
        var order = Order("11");
        await cluster.Policy.Enter(order);
        Assert.Equal(AnswerStatus.Refused, (await cluster.Policy.WithdrawOrder(FacilityCluster.Official, order.Id, Today)).Status);
        Assert.Equal(AnswerStatus.NotFound, (await cluster.Policy.WithdrawOrder(Seoul, Guid.NewGuid(), Today)).Status);
        await cluster.Policy.WithdrawOrder(Seoul, order.Id, Today);
    }

    [Fact]
    public async Task Only_a_national_approver_can_raise_the_crisis_level()
    {
        await cluster.Policy.Lower(new LevelChange(CrisisLevel.Caution, Today + 390, "공고 제2021-1호"));
        var change = new LevelChange(CrisisLevel.Alert, Today + 400, "공고 제2021-2호");
        var local = Caller.Approver("seoul-2", new Jurisdiction("11"));
        Assert.Equal(AnswerStatus.Refused, (await cluster.Policy.ChangeLevel(local, change)).Status);
        Assert.Equal(
            AnswerStatus.Refused,
            (await cluster.Policy.ChangeLevel(Caller.Official("nation-2", Jurisdiction.Nation), change)).Status
        );
        Assert.Equal(AnswerStatus.Done, (await cluster.Policy.ChangeLevel(National, change)).Status);
        Assert.Equal(CrisisLevel.Caution, await cluster.Policy.LevelOn(Today + 399));
        Assert.Equal(CrisisLevel.Alert, await cluster.Policy.LevelOn(Today + 400));
    }

    [Fact]
    public async Task An_exemption_needs_a_second_person_with_jurisdiction()
    {
        var id = await cluster.NewFacility();
        var profile = new ObligationProfile(id, "hunting-pub", "11110", 80, true, false);
        var exemption = new Exemption
        {
            Id = Guid.NewGuid(),
            FacilityId = id,
            From = Today,
            Reason = "휴업 중 시설 공사",
        };
        var proposer = Caller.Approver("jongno-1", new Jurisdiction("11110"));
        Assert.Equal(AnswerStatus.Done, (await cluster.Policy.ProposeExemption(proposer, exemption)).Status);
        Assert.Equal(ObligationKind.MandatoryInGuidance, (await cluster.Policy.On(profile, Today)).Kind);

        Assert.Equal(AnswerStatus.Refused, (await cluster.Policy.ApproveExemption(proposer, exemption.Id)).Status);
        Assert.Equal(AnswerStatus.Refused, (await cluster.Policy.ApproveExemption(FacilityCluster.Official, exemption.Id)).Status);
        var elsewhere = Caller.Approver("busan-1", new Jurisdiction("26"));
        Assert.Equal(AnswerStatus.NotFound, (await cluster.Policy.ApproveExemption(elsewhere, exemption.Id)).Status);
        Assert.Equal(AnswerStatus.Done, (await cluster.Policy.ApproveExemption(National, exemption.Id)).Status);
        var answer = await cluster.Policy.On(profile, Today);
        Assert.Equal((ObligationKind.Voluntary, ObligationBasis.Exemption), (answer.Kind, answer.Basis));

        Assert.Equal(AnswerStatus.Done, (await cluster.Policy.EndExemption(FacilityCluster.Official, exemption.Id, Today + 2)).Status);
        Assert.Equal(ObligationKind.MandatoryInGuidance, (await cluster.Policy.On(profile, Today + 2)).Kind);
        Assert.Equal(ObligationKind.Voluntary, (await cluster.Policy.On(profile, Today + 1)).Kind);
    }

    private RestrictionOrder Order(string region) =>
        new()
        {
            Id = Guid.NewGuid(),
            Region = new Jurisdiction(region),
            Types = ["library"],
            From = Today + 1,
            Title = "마포구 고시 제2020-1호",
        };
}
