using KiPass.Contracts.Access;
using KiPass.Contracts.Policy;
using KiPass.Testing;
using KiPass.Tokens;

namespace KiPass.Grains.Tests.Attacks;

/// <summary>Ending collection and obligations takes two approvers of the nation.</summary>
public sealed class LevelAttacks(FacilityCluster cluster) : IClassFixture<FacilityCluster>
{
    private static readonly Caller First = Caller.Approver("nation-1", Jurisdiction.Nation);
    private static readonly Caller Second = Caller.Approver("nation-2", Jurisdiction.Nation);

    private KoreanDay Today => KoreanDay.Of(cluster.Time.GetUtcNow());

    [Fact, Attack("One approver lowers the crisis level alone")]
    public async Task Nobody_ends_collection_alone()
    {
        var before = await cluster.Policy.Version();
        foreach (var level in new[] { CrisisLevel.Alert, CrisisLevel.Caution, CrisisLevel.Interest })
        {
            Assert.Equal(AnswerStatus.Conflict, await Change(new LevelChange(level, Today, "공고")));
            Assert.Equal(AnswerStatus.Conflict, await Change(new LevelChange(level, Today + 30, "공고")));
        }
        var proposal = await Propose(Today);
        Assert.Equal(AnswerStatus.Refused, await Approve(First, proposal));

        Assert.Equal(before, await cluster.Policy.Version());
        Assert.Equal(CrisisLevel.Serious, await cluster.Policy.LevelOn(Today + 100));
    }

    [Fact, Attack("One approver cancels a rise of the crisis level that is announced")]
    public async Task Nobody_cancels_an_announced_rise_alone()
    {
        await cluster.Policy.Lower(new LevelChange(CrisisLevel.Alert, Today + 200, "공고"));
        Assert.Equal(AnswerStatus.Done, await Change(new LevelChange(CrisisLevel.Serious, Today + 210, "공고")));

        Assert.Equal(AnswerStatus.Conflict, await Change(new LevelChange(CrisisLevel.Alert, Today + 210, "공고")));
        Assert.Equal(AnswerStatus.Conflict, await Change(new LevelChange(CrisisLevel.Alert, Today + 220, "공고")));

        Assert.Equal(CrisisLevel.Serious, await cluster.Policy.LevelOn(Today + 220));
    }

    [Fact, Attack("An official without national jurisdiction or approval lowers the crisis level")]
    public async Task Nobody_ends_collection_without_national_jurisdiction()
    {
        var proposal = await Propose(Today + 300);
        Caller[] others =
        [
            Caller.Approver("seoul-1", new Jurisdiction("11")),
            Caller.Approver("nobody-1", default),
            Caller.Official("nation-3", Jurisdiction.Nation),
            new("administrator-1", CallerRole.Administrator, Jurisdiction.Nation),
            new("owner-1", CallerRole.Account, Jurisdiction.Nation),
            new("", CallerRole.Approver, Jurisdiction.Nation),
        ];
        foreach (var other in others)
        {
            var change = new LevelChange(CrisisLevel.Interest, Today, "공고");
            Assert.Equal(AnswerStatus.Refused, (await cluster.Policy.ProposeLevel(other, Guid.NewGuid(), change)).Status);
            Assert.Equal(AnswerStatus.Refused, await Approve(other, proposal));
            Assert.Equal(AnswerStatus.Refused, (await cluster.Policy.WithdrawLevel(other, proposal)).Status);
        }
        Assert.DoesNotContain((await History()).LevelProposals, one => one.Id == proposal && one.ApprovedAt is not null);
    }

    [Fact, Attack("A proposal to lower the crisis level is approved after it was withdrawn or has expired")]
    public async Task Nobody_ends_collection_with_an_old_proposal()
    {
        var before = await cluster.Policy.Version();
        var withdrawn = await Propose(Today + 300);
        Assert.Equal(AnswerStatus.Done, (await cluster.Policy.WithdrawLevel(Second, withdrawn)).Status);
        Assert.Equal(AnswerStatus.Conflict, await Approve(Second, withdrawn));
        Assert.Equal(AnswerStatus.NotFound, await Approve(Second, Guid.NewGuid()));

        var expired = await Propose(Today + 300);
        cluster.Time.Advance(TimeSpan.FromDays(IProposal.OpenDays));
        Assert.Equal(AnswerStatus.Conflict, await Approve(Second, expired));
        Assert.Equal(AnswerStatus.Conflict, (await cluster.Policy.WithdrawLevel(Second, expired)).Status);

        Assert.Equal(before, await cluster.Policy.Version());
    }

    [Fact, Attack("An approved proposal is exchanged for another or approved twice")]
    public async Task Nobody_exchanges_what_a_second_person_approves()
    {
        var proposal = await Propose(Today + 500);
        var other = new LevelChange(CrisisLevel.Interest, Today, "다른 공고");
        Assert.Equal(AnswerStatus.Conflict, (await cluster.Policy.ProposeLevel(First, proposal, other)).Status);
        Assert.Equal(AnswerStatus.Conflict, (await cluster.Policy.ProposeLevel(Second, proposal, Lower(Today + 500))).Status);
        Assert.Equal(AnswerStatus.Done, await Approve(Second, proposal));
        var version = await cluster.Policy.Version();

        Assert.Equal(AnswerStatus.Done, await Approve(Second, proposal));
        Assert.Equal(AnswerStatus.Conflict, await Approve(Caller.Approver("nation-3", Jurisdiction.Nation), proposal));

        Assert.Equal(version, await cluster.Policy.Version());
        var entry = (await History()).Levels[^1];
        Assert.Equal((Lower(Today + 500), "nation-1", "nation-2"), (entry.Change, entry.By, entry.ApprovedBy));
    }

    [Fact]
    public async Task A_level_that_is_approved_late_starts_on_the_day_of_its_approval()
    {
        var day = Today;
        var proposal = await Propose(day);
        cluster.Time.Advance(TimeSpan.FromDays(3));

        Assert.Equal(AnswerStatus.Done, await Approve(Second, proposal));

        Assert.Equal(CrisisLevel.Serious, await cluster.Policy.LevelOn(day + 2));
        Assert.Equal(CrisisLevel.Caution, await cluster.Policy.LevelOn(day + 3));
        Assert.Equal(AnswerStatus.Conflict, (await cluster.Policy.ProposeLevel(First, Guid.NewGuid(), Lower(Today))).Status);
        Assert.Equal(AnswerStatus.Done, await Change(new LevelChange(CrisisLevel.Serious, Today, "공고")));
        Assert.Equal(CrisisLevel.Serious, await cluster.Policy.LevelOn(Today));
    }

    private static LevelChange Lower(KoreanDay from) => new(CrisisLevel.Caution, from, "공고");

    private async Task<Guid> Propose(KoreanDay from)
    {
        var id = Guid.NewGuid();
        Assert.Equal(AnswerStatus.Done, (await cluster.Policy.ProposeLevel(First, id, Lower(from))).Status);
        Assert.Equal(AnswerStatus.Done, (await cluster.Policy.ProposeLevel(First, id, Lower(from))).Status);
        return id;
    }

    private async Task<AnswerStatus> Approve(Caller caller, Guid proposal) => (await cluster.Policy.ApproveLevel(caller, proposal)).Status;

    private async Task<AnswerStatus> Change(LevelChange change) => (await cluster.Policy.ChangeLevel(First, change)).Status;

    private async Task<PolicyHistory> History() => (await cluster.Policy.History(First)).Value!;
}
