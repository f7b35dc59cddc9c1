using KiPass.Grains.Tests.Visits.Stores;
using KiPass.Grains.Visits;
using KiPass.Grains.Visits.Tokens;
using KiPass.Testing;

namespace KiPass.Grains.Tests.Visits.Tokens;

public sealed class TokenGrainTests(TokenCluster cluster) : IClassFixture<TokenCluster>
{
    private static readonly DateTimeOffset Now = new(2020, 6, 12, 19, 0, 0, TimeSpan.FromHours(9));

    [Fact]
    public async Task Exactly_one_of_many_concurrent_scans_of_a_token_is_accepted()
    {
        var visit = SomeVisits.At(Now);
        var commit = cluster.Log.Hold(visit.Token);
        var scans = Enumerable
            .Range(0, 50)
            .Select(_ => visit with { ScanId = Guid.NewGuid() })
            .Select(scan => cluster.Token(scan.Token).Spend(scan).AsTask())
            .ToList();
        await Eventually.True(() => cluster.Log.Appends.ContainsKey(visit.Token), "the first scan reaches the log");
        commit.SetResult();
        var outcomes = await Task.WhenAll(scans);
        Assert.Single(outcomes, outcome => outcome is { Status: ScanStatus.Accepted, Repeated: false });
        Assert.Equal(49, outcomes.Count(outcome => outcome.Status == ScanStatus.AlreadyUsed));
        Assert.InRange(cluster.Log.Appends[visit.Token], 1, 4);
    }

    [Fact]
    public async Task Identical_retries_waiting_for_one_commit_are_all_accepted()
    {
        var visit = SomeVisits.At(Now);
        var commit = cluster.Log.Hold(visit.Token);
        var scans = Enumerable.Range(0, 20).Select(_ => cluster.Token(visit.Token).Spend(visit).AsTask()).ToList();
        await Eventually.True(() => cluster.Log.Appends.ContainsKey(visit.Token), "the first scan reaches the log");
        commit.SetResult();
        var outcomes = await Task.WhenAll(scans);
        Assert.All(outcomes, outcome => Assert.Equal((ScanStatus.Accepted, visit.EnteredAt), (outcome.Status, outcome.EnteredAt)));
        Assert.Single(outcomes, outcome => !outcome.Repeated);
    }

    [Theory, InlineData(true), InlineData(false)]
    public async Task After_a_lost_answer_only_the_same_scan_is_accepted(bool stored)
    {
        var visit = SomeVisits.At(Now);
        cluster.Log.LoseAnswer(visit.Token, stored);
        Assert.Equal(ScanStatus.Unconfirmed, (await cluster.Token(visit.Token).Spend(visit)).Status);
        var retry = await cluster.Token(visit.Token).Spend(visit);
        Assert.Equal((ScanStatus.Accepted, stored), (retry.Status, retry.Repeated));
        var other = visit with { ScanId = Guid.NewGuid() };
        Assert.Equal(ScanStatus.AlreadyUsed, (await cluster.Token(visit.Token).Spend(other)).Status);
    }

    [Fact]
    public async Task Two_silos_with_the_same_token_accept_only_one_scan()
    {
        for (var round = 0; round < 50; round++)
        {
            var visit = SomeVisits.At(Now);
            var other = visit with { ScanId = Guid.NewGuid(), DeviceId = Guid.NewGuid() };
            var outcomes = await Task.WhenAll(
                cluster.Token(visit.Token, silo: 0).Spend(visit).AsTask(),
                cluster.Token(visit.Token, silo: 1).Spend(other).AsTask()
            );
            Assert.Single(outcomes, outcome => outcome.Status == ScanStatus.Accepted);
            Assert.Single(outcomes, outcome => outcome.Status == ScanStatus.AlreadyUsed);
        }
    }

    [Fact]
    public async Task Spent_tokens_use_no_memory()
    {
        var visits = Enumerable.Range(0, 1000).Select(_ => SomeVisits.At(Now)).ToList();
        await Task.WhenAll(visits.Select(visit => cluster.Token(visit.Token).Spend(visit).AsTask()));
        await Eventually.True(async () => await cluster.Activations() < 100, "the spent tokens are gone");
        Assert.True((await cluster.Token(visits[0].Token).Spend(visits[0])).Repeated);
    }

    [Fact]
    public async Task Only_its_own_scan_can_void_a_visit()
    {
        var visit = SomeVisits.At(Now);
        await cluster.Token(visit.Token).Spend(visit);
        Assert.Equal(
            ScanStatus.VisitUnknown,
            await cluster.Token(visit.Token).Void(new Undo(visit.Token, Guid.NewGuid(), visit.DeviceId, Now))
        );
        Assert.Equal(ScanStatus.Voided, await cluster.Token(visit.Token).Void(new Undo(visit.Token, visit.ScanId, visit.DeviceId, Now)));
    }
}
