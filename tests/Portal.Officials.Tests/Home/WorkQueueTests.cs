using System.Globalization;
using KiPass.Contracts.Access;
using KiPass.Contracts.Compliance;
using KiPass.Contracts.Facilities;
using KiPass.Contracts.Policy;
using KiPass.Portal.Officials.Access;
using KiPass.Portal.Officials.Home;
using KiPass.Portal.Officials.Staff;
using KiPass.Portal.Officials.Store;
using KiPass.Portal.Officials.Traces.LineList;
using KiPass.Portal.Shared.Accounts;
using KiPass.Portal.Shared.Language;
using KiPass.Portal.Shared.Register;
using KiPass.Tokens;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Localization;

namespace KiPass.Portal.Officials.Tests.Home;

/// <summary>What waits for an official.</summary>
public sealed class WorkQueueTests : IDisposable
{
    private readonly TraceFixture traces = new();

    public WorkQueueTests() => CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo("en");

    public void Dispose() => traces.Dispose();

    [Fact]
    public async Task The_queue_lists_what_waits_oldest_first()
    {
        var now = traces.Time.GetUtcNow();
        traces.Register.Directory = new DirectoryPage(
            1,
            [
                new FacilitySummary
                {
                    Id = Guid.NewGuid(),
                    Name = "달빛",
                    Type = "karaoke",
                    District = "11110",
                    ChangedAt = now.AddDays(-1),
                },
            ]
        );
        traces.Register.Silent = [Venue("조용한 곳", new DateOnly(2020, 5, 20)), Venue("모르는 곳", null)];
        var untouched = await traces.Case("C-1");
        traces.Time.Advance(TimeSpan.FromMinutes(5));
        var submitted = await traces.Submitted();
        traces.Time.Advance(TimeSpan.FromMinutes(5));

        var list = await Load(TraceFixture.Approves);

        Assert.Null(list.Trouble);
        Assert.Equal(
            ["SilentVenue 조용한 곳", "Review 달빛", "Trace C-1", "Approval", "SilentVenue 모르는 곳"],
            list.Items.Select(item => item.Kind == WorkKind.Approval ? "Approval" : $"{item.Kind} {item.Title}")
        );
        Assert.Equal($"/cases/{untouched}/order", list.Items[2].Address);
        Assert.Equal($"/orders/{submitted}", list.Items[3].Address);
    }

    [Fact]
    public async Task Nobody_finds_their_own_request_among_the_approvals()
    {
        await traces.Submitted();
        var own = await traces.Submitted(by: TraceFixture.AlsoApproves);
        var approvals = (await Load(TraceFixture.AlsoApproves)).Items.Where(item => item.Kind == WorkKind.Approval).ToList();
        Assert.DoesNotContain($"/orders/{own}", Assert.Single(approvals).Address, StringComparison.Ordinal);
        Assert.DoesNotContain((await Load(TraceFixture.Asks)).Items, item => item.Kind == WorkKind.Approval);
    }

    [Fact]
    public async Task Proposals_of_others_wait_for_an_approver_who_may_decide()
    {
        var (now, mapo, elsewhere) = (traces.Time.GetUtcNow(), Guid.NewGuid(), Guid.NewGuid());
        var today = KoreanDay.Of(now);
        var own = $"{TraceFixture.Approves.Id}";
        traces.Register.Facilities[mapo] = "11440";
        OrderProposal Order(string title, string region, string by, int ago = 1) =>
            new(
                new RestrictionOrder
                {
                    Id = Guid.NewGuid(),
                    Region = new Jurisdiction(region),
                    From = today + 1,
                    Title = title,
                },
                by,
                now.AddDays(-ago)
            );
        ExemptionEntry Exemption(Guid facility, string by) =>
            new(
                new Exemption
                {
                    Id = Guid.NewGuid(),
                    FacilityId = facility,
                    From = today,
                    Reason = "공사",
                },
                by,
                now
            );
        traces.Register.Policy = new PolicyHistory(
            [],
            [Exemption(mapo, "other"), Exemption(mapo, own), Exemption(elsewhere, "other")],
            [],
            [new LevelProposal(Guid.NewGuid(), new LevelChange(CrisisLevel.Caution, today + 1, ""), "other", now)],
            [Order("서울 1", "11", "other"), Order("서울 2", "11", own), Order("서울 3", "11", "other", ago: 8)]
        );

        async Task<IEnumerable<string>> Waiting(Official official) =>
            (await Load(official)).Items.Where(item => item.Kind == WorkKind.Policy).Select(item => item.Title);

        Assert.Equal(["서울 1", "Caution", "곳"], await Waiting(TraceFixture.Approves));
        Assert.Equal(["서울 1", "서울 2", "곳", "곳"], await Waiting(new Official(Guid.NewGuid(), new Jurisdiction("11"), Approves: true)));
        Assert.Empty(await Waiting(new Official(Guid.NewGuid(), new Jurisdiction("26"), Approves: true)));
        Assert.Empty(await Waiting(TraceFixture.Asks));
    }

    [Fact]
    public async Task A_trace_without_the_answer_of_an_issuer_and_calls_to_make_are_waiting()
    {
        var scene = new Scene(traces);
        scene.Met("김하나", "+821012345678");
        scene.Met("이둘", "+821022222222", issuer: 2);
        traces.Register.Refusals[2] = "order-limit";
        scene.Silent.Add(2);
        scene.Found();
        var order = await traces.Traced();
        Assert.Equal(["Ask the issuer again", "Call them"], (await Load(TraceFixture.Asks)).Items.Select(item => item.Action).Order());

        await traces.Lists.Open(TraceFixture.Asks, order);
        await traces.FollowUps.Change(
            TraceFixture.Asks,
            order,
            await traces.Listed(TraceFixture.Asks, order),
            new FollowUpChange { Assignee = TraceFixture.Asks.Id }
        );
        var calls = Assert.Single((await Load(TraceFixture.Asks)).Items, item => item.Kind == WorkKind.Calls);
        Assert.Contains("1 people", calls.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Many_silent_venues_are_one_item_and_an_unreachable_register_is_named()
    {
        traces.Register.Silent = [.. Enumerable.Range(1, 9).Select(i => Venue($"곳 {i}", new DateOnly(2020, 6, i)))];
        var item = Assert.Single((await Load(TraceFixture.Asks)).Items);
        Assert.Equal(("9 venues", new DateTimeOffset(2020, 6, 1, 0, 0, 0, TimeSpan.FromHours(9))), (item.Title, item.Since!.Value));
        traces.Register.Reachable = false;
        var list = await Load(TraceFixture.Asks);
        Assert.NotNull(list.Trouble);
        Assert.Empty(list.Items);
    }

    [Fact]
    public async Task An_administrator_confirms_what_another_one_proposed()
    {
        using var staff = new StaffFixture();
        var (first, second) = await staff.Administrators();
        await staff.Do<StaffService, StaffOutcome>(service =>
            service.Propose(
                first,
                new StaffChange(StaffChangeKind.Invite, Email: "new@example.go.kr", Role: AccountRole.Official, District: "11")
            )
        );
        async Task<WorkList> Queue(Official administrator) =>
            await staff.Do<StaffService, WorkList>(service =>
                new WorkQueue(traces.Cases, traces.FollowUps, service, Policy, traces.Get<RegisterCalls>(), Texts).Load(
                    administrator,
                    new Caller($"{administrator.Id}", CallerRole.Administrator)
                )
            );
        Assert.Empty((await Queue(first)).Items);
        Assert.Contains("new@example.go.kr", Assert.Single((await Queue(second)).Items).Title, StringComparison.Ordinal);
    }

    private PolicyProposals Policy => new(traces.Get<RegisterCalls>(), traces.Time, Texts);

    private IStringLocalizer<Texts> Texts => traces.Get<IStringLocalizer<Texts>>();

    private Task<WorkList> Load(Official official) =>
        new WorkQueue(traces.Cases, traces.FollowUps, null!, Policy, traces.Get<RegisterCalls>(), Texts).Load(
            official,
            official.Approves
                ? Caller.Approver($"{official.Id}", official.Jurisdiction)
                : Caller.Official($"{official.Id}", official.Jurisdiction)
        );

    private static ComplianceSubject Venue(string name, DateOnly? lastEntry) =>
        new(Guid.NewGuid(), false, name, "karaoke", "11110", "", "", "", default, lastEntry, null);
}
