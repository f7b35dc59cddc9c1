using System.Text;
using KiPass.Contracts.Traces;
using KiPass.Portal.Officials.Access;
using KiPass.Portal.Officials.Store;
using KiPass.Portal.Officials.Traces.LineList;
using KiPass.Portal.Officials.Traces.Orders;
using KiPass.Portal.Officials.Traces.Running;
using KiPass.Tokens.Jose;
using KiPass.Tokens.Keys;

namespace KiPass.Portal.Officials.Tests.Traces;

public sealed class TraceRunTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_trace_produces_a_line_list_that_is_stored_only_encrypted(bool postgres)
    {
        using var traces = new TraceFixture(postgres ? await TraceFixture.NewPostgres() : null);
        var scene = new Scene(traces);
        scene.Met("김하나", "+821012345678");
        scene.Wrote("박종이", "010-8765-4321");
        scene.Found();
        var id = await traces.Traced();

        var (state, list) = await traces.Lists.Open(TraceFixture.Asks, id);
        Assert.Equal(LineListState.Opened, state);
        Assert.Equal(["김하나 +821012345678", "박종이 +821087654321"], list!.Rows.Select(row => $"{row.Name} {row.Phone}").Order());
        Assert.Equal(TraceOrderState.Completed, (await traces.Order(id)).State);
        Assert.Contains("line-list-opened", await traces.Audit());
        foreach (var secret in new[] { "김하나", "12345678", "박종이", "87654321", "지표 환자", "11112222" })
        {
            Assert.DoesNotContain(
                Directory.EnumerateFiles(traces.Folder.Path, "*", SearchOption.AllDirectories),
                file => File.ReadAllBytes(file).AsSpan().IndexOf(Encoding.UTF8.GetBytes(secret)) >= 0
            );
        }
    }

    [Fact]
    public async Task A_line_list_opens_only_after_approval_and_for_its_own_office()
    {
        using var traces = new TraceFixture();
        new Scene(traces).Found();
        var id = await traces.Submitted();
        await traces.Runner.Advance(id);
        Assert.Equal(0, traces.Register.Started);
        Assert.Equal(LineListState.NotThere, (await traces.Lists.Open(TraceFixture.Asks, id)).State);
        var elsewhere = new Official(Guid.NewGuid(), new("26"), Approves: true);
        Assert.Equal(LineListState.NotFound, (await traces.Lists.Open(elsewhere, id)).State);
    }

    [Fact]
    public async Task An_order_waits_for_an_unreachable_register_and_stores_any_refusal_reason()
    {
        using var traces = new TraceFixture();
        new Scene(traces).Found();
        var id = await traces.Submitted();
        await traces.Orders.Approve(TraceFixture.Approves, id);
        traces.Register.Reachable = false;
        Assert.False(await traces.Runner.Advance(id));
        Assert.Equal(TraceOrderState.Approved, (await traces.Order(id)).State);

        traces.Register.Reachable = true;
        traces.Register.Authority = traces.Register.Authority with { SigningKey = EcJwk.Create().Public() };
        await traces.Runner.Advance(id);
        var refused = await traces.Order(id);
        Assert.Equal((TraceOrderState.Refused, nameof(TraceStart.NotAuthentic)), (refused.State, refused.Refusal));
        Assert.Contains("trace-refused NotAuthentic", await traces.Audit());
    }

    [Fact]
    public async Task A_late_issuer_leaves_listed_gaps_that_are_filled_later()
    {
        using var traces = new TraceFixture();
        var scene = new Scene(traces);
        scene.Met("김하나", "+821012345678");
        scene.Met("이둘", "+821022222222", issuer: 2);
        scene.Silent.Add(2);
        scene.Found();
        traces.Register.Stage = TraceStage.WaitingForIssuers;
        var id = await traces.Traced();
        var partial = (await traces.Lists.Open(TraceFixture.Asks, id)).List!;
        Assert.Equal([LineSource.Issuer, LineSource.NotAnswered], partial.Rows.Select(row => row.Source).Order());
        Assert.Equal([2], (await traces.Order(id)).Progress.Missing.Select(issuer => (int)issuer.Number));
        var late = partial.Rows.Single(row => row.Source == LineSource.NotAnswered);
        await traces.Lists.Select(TraceFixture.Asks, id, [late], selected: false);

        scene.Silent.Clear();
        traces.Register.Stage = TraceStage.Completed;
        await traces.Runner.Advance(id);
        var complete = (await traces.Lists.Open(TraceFixture.Asks, id)).List!;
        Assert.Equal(["김하나", "이둘"], complete.Rows.Select(row => row.Name).Order());
        var marks = await traces.Lists.Deselected(id);
        Assert.Equal("이둘", Assert.Single(complete.Rows, row => row.Keys.Any(marks.Contains)).Name);
        Assert.Empty((await traces.Order(id)).Progress.Missing);
    }

    [Fact]
    public async Task A_trace_without_the_answer_of_an_issuer_is_completed_in_part_until_the_issuer_was_asked_again()
    {
        using var traces = new TraceFixture();
        var scene = new Scene(traces);
        scene.Met("김하나", "+821012345678");
        scene.Met("이둘", "+821022222222", issuer: 2);
        scene.Silent.Add(2);
        traces.Register.Refusals[2] = "order-limit";
        scene.Found();
        var id = await traces.Traced();

        var order = await traces.Order(id);
        Assert.Equal(("CompletedInPart", "2:Refused:order-limit"), (TraceTexts.StateName(order), order.Progress.MissingFact));
        var ended = Assert.Single(await traces.Entries(), entry => entry.Kind == "trace-ended-in-part");
        Assert.Equal("2:Refused:order-limit", ended.Facts["missing"]);

        Assert.Equal(TraceOrderOutcome.NotAskedAgain, await traces.Runner.AskAgain(TraceFixture.Asks, id, 1));
        var elsewhere = new Official(Guid.NewGuid(), new("26"), Approves: true);
        Assert.Equal(TraceOrderOutcome.NotFound, await traces.Runner.AskAgain(elsewhere, id, 2));
        traces.Register.Reachable = false;
        Assert.Equal(TraceOrderOutcome.Unavailable, await traces.Runner.AskAgain(TraceFixture.Asks, id, 2));
        traces.Register.Reachable = true;

        scene.Silent.Clear();
        Assert.Equal(TraceOrderOutcome.Done, await traces.Runner.AskAgain(TraceFixture.Asks, id, 2));
        Assert.Equal(TraceOrderState.Running, (await traces.Order(id)).State);
        await traces.Runner.Advance(id);
        order = await traces.Order(id);
        Assert.Equal((nameof(TraceOrderState.Completed), false), (TraceTexts.StateName(order), order.Progress.IsPartial));
        var list = (await traces.Lists.Open(TraceFixture.Asks, id)).List!;
        Assert.Equal(["김하나", "이둘"], list.Rows.Select(row => row.Name).Order());
        Assert.Equal(
            ["trace-ended-in-part", "issuer-asked-again", "trace-ended"],
            (await traces.Audit()).Where(kind => kind.Contains("ended", StringComparison.Ordinal) || kind == "issuer-asked-again")
        );
    }

    [Fact]
    public async Task Detects_forged_results_of_a_register_or_an_issuer()
    {
        using var traces = new TraceFixture();
        var scene = new Scene(traces);
        scene.Met("김하나", "+821012345678");
        scene.Adds("남의 사람", "+821099999999");
        scene.Found();
        var honest = (await traces.Lists.Open(TraceFixture.Asks, await traces.Traced())).List!;
        Assert.Equal((1, 1), (honest.Rows.Count, honest.Ignored));

        scene.Found(forger: new FileSigningKey(EcJwk.Create()));
        var forgedIssuer = (await traces.Lists.Open(TraceFixture.Asks, await traces.Traced())).List!;
        Assert.Equal(LineSource.NotAnswered, Assert.Single(forgedIssuer.Rows).Source);

        var forger = new FileSigningKey(EcJwk.Create());
        traces.Register.Seal = found => found.Seal(forger, traces.Register.Authority.EncryptionKey);
        Assert.Equal(LineListState.NotAuthentic, (await traces.Lists.Open(TraceFixture.Asks, await traces.Traced())).State);
        traces.Register.Seal = found =>
            (found with { Order = Guid.NewGuid() }).Seal(traces.Register.Signing, traces.Register.Authority.EncryptionKey);
        Assert.Equal(LineListState.NotAuthentic, (await traces.Lists.Open(TraceFixture.Asks, await traces.Traced())).State);
        var audit = await traces.Audit();
        Assert.Contains("answer-not-authentic", audit);
        Assert.Equal(2, audit.Count(kind => kind == "line-list-not-authentic"));
    }

    [Fact]
    public async Task A_result_of_another_version_is_named_so_and_not_taken_for_a_forged_one()
    {
        using var traces = new TraceFixture();
        new Scene(traces).Found();
        traces.Register.Seal = found =>
            (found with { Contacts = [null!] }).Seal(traces.Register.Signing, traces.Register.Authority.EncryptionKey);
        var (state, list) = await traces.Lists.Open(TraceFixture.Asks, await traces.Traced());
        Assert.Equal((LineListState.Unreadable, null), (state, list));
        Assert.DoesNotContain("line-list-not-authentic", await traces.Audit());
    }

    [Theory]
    [InlineData(0, TraceStage.Completed, true)]
    [InlineData(0, TraceStage.WaitingForIssuers, false)]
    [InlineData(1, TraceStage.Completed, false)]
    public void Says_that_no_visits_were_found_only_when_the_trace_ended_without_any(int facilities, TraceStage stage, bool expected)
    {
        var progress = KnownProgress.Of(
            new TraceProgress
            {
                Stage = stage,
                Facilities = facilities,
                Issuers = [new IssuerProgress(1, IssuerAnswer.Answered, IssuerAnswer.NotAsked, 0)],
            }
        );
        Assert.Equal(expected, progress.FoundNoVisits);
    }

    [Fact]
    public async Task Only_counts_remain_four_weeks_after_a_trace_starts()
    {
        using var traces = new TraceFixture();
        var scene = new Scene(traces);
        scene.Met("김하나", "+821012345678");
        scene.Found();
        var id = await traces.Traced();
        traces.Time.Advance(TimeSpan.FromDays(28) - TimeSpan.FromSeconds(1));
        Assert.Equal(0, await traces.Get<TraceDestruction>().Run());
        Assert.Equal(LineListState.Opened, (await traces.Lists.Open(TraceFixture.Asks, id)).State);
        traces.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(LineListState.NotThere, (await traces.Lists.Open(TraceFixture.Asks, id)).State);
        Assert.Equal(1, await traces.Get<TraceDestruction>().Run());
        Assert.Equal(0, await traces.Get<TraceDestruction>().Run());
        var left = await traces.Order(id);
        Assert.Equal((TraceOrderState.Destroyed, null, null, 1), (left.State, left.Jws, left.SealedPerson, left.Progress.Contacts));
        Assert.Contains("destroyed", await traces.Audit());
    }

    [Fact]
    public async Task A_cancelled_trace_returns_no_results()
    {
        using var traces = new TraceFixture();
        var scene = new Scene(traces);
        scene.Met("김하나", "+821012345678");
        scene.Found();
        traces.Register.Stage = TraceStage.WaitingForIssuers;
        var id = await traces.Traced();
        Assert.Equal(TraceOrderOutcome.Done, await traces.Runner.Cancel(TraceFixture.Asks, id));
        Assert.Equal(LineListState.NotThere, (await traces.Lists.Open(TraceFixture.Asks, id)).State);
        Assert.Equal(TraceOrderState.Cancelled, (await traces.Order(id)).State);
        Assert.Equal(TraceOrderOutcome.Conflict, await traces.Runner.Cancel(TraceFixture.Asks, id));
    }
}
