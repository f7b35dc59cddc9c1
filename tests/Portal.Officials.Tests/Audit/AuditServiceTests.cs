using KiPass.Contracts.Access;
using KiPass.Contracts.Traces;
using KiPass.Portal.Officials.Access;
using KiPass.Portal.Officials.Audit;
using KiPass.Portal.Officials.Store;
using KiPass.Portal.Officials.Tests.Traces;
using KiPass.Tokens;
using KiPass.Tokens.Orders;
using Microsoft.EntityFrameworkCore;

namespace KiPass.Portal.Officials.Tests.Audit;

public sealed class AuditServiceTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Searching_audit_entries_returns_only_the_callers_jurisdiction(bool postgres)
    {
        using var traces = new TraceFixture(postgres ? await TraceFixture.NewPostgres() : null);
        var seoul = new Official(Guid.NewGuid(), new Jurisdiction("11"), Approves: false);
        var yesterday = traces.Today;
        var mine = await traces.Submitted(by: seoul, district: "11170");
        traces.Time.Advance(TimeSpan.FromDays(1));
        var others = await traces.Submitted(by: TraceFixture.Asks, district: "26");

        var all = await Page(traces, TraceFixture.Asks, new AuditFilter());
        Assert.Equal(6, all.Total);
        Assert.Equal("order-submitted", all.Entries[0].Line.Kind);
        Assert.Equal(6, all.Entries[0].Line.Number);

        var seen = await Page(traces, seoul, new AuditFilter());
        Assert.Equal(3, seen.Total);
        Assert.DoesNotContain(seen.Entries, entry => entry.Line.Facts.GetValueOrDefault("order") == $"{others}");

        var number = seen.Entries[0].Case!;
        Assert.Equal(3, (await Page(traces, TraceFixture.Asks, new AuditFilter { Case = number.ToLowerInvariant() })).Total);
        Assert.Equal(2, (await Page(traces, TraceFixture.Asks, new AuditFilter { Order = $"{mine}"[..8] })).Total);
        Assert.Equal(2, (await Page(traces, TraceFixture.Asks, new AuditFilter { Kind = "case-opened" })).Total);
        Assert.Equal(3, (await Page(traces, TraceFixture.Asks, new AuditFilter { Day = yesterday })).Total);
        Assert.Equal(3, (await Page(traces, TraceFixture.Asks, new AuditFilter { Day = yesterday + 1 })).Total);
        Assert.Equal(0, (await Page(traces, TraceFixture.Asks, new AuditFilter { Day = yesterday + 2 })).Total);
        var second = await traces
            .Get<AuditService>()
            .Page(TraceFixture.Asks, Caller.Official("x", Jurisdiction.Nation), new AuditFilter(), 4, 4);
        Assert.Equal([2L, 1L], second.Value!.Entries.Select(entry => entry.Line.Number));
    }

    [Fact]
    public async Task Public_counts_cover_completed_months_and_suppress_small_numbers()
    {
        using var traces = new TraceFixture();
        await Decided(traces, 5, new DateTimeOffset(2020, 4, 30, 23, 59, 59, KoreanDay.Offset), TraceOrderState.Completed);
        await Decided(traces, 4, new DateTimeOffset(2020, 5, 1, 0, 0, 0, KoreanDay.Offset), TraceOrderState.Destroyed);
        await Decided(traces, 3, new DateTimeOffset(2020, 5, 2, 0, 0, 0, KoreanDay.Offset), TraceOrderState.Declined);
        await Decided(traces, 9, traces.Time.GetUtcNow(), TraceOrderState.Running);

        var months = await traces.Get<PublicCounts>().Months();

        Assert.Equal(
            [new MonthInNumbers(new DateOnly(2020, 5, 1), 4, null, null), new MonthInNumbers(new DateOnly(2020, 4, 1), 5, 50, null)],
            months
        );
    }

    private static async Task<ShownPage> Page(TraceFixture traces, Official official, AuditFilter filter) =>
        (await traces.Get<AuditService>().Page(official, Caller.Official("x", official.Jurisdiction), filter, 0, 100)).Value!;

    private static async Task Decided(TraceFixture traces, int count, DateTimeOffset at, TraceOrderState state)
    {
        var caseId = await traces.Case($"C-{Guid.NewGuid():N}"[..20]);
        await using var database = await traces.Get<IDbContextFactory<AuthorityDatabase>>().CreateDbContextAsync();
        for (var i = 0; i < count; i++)
        {
            database.Orders.Add(
                new TraceOrderRow
                {
                    Id = Guid.NewGuid(),
                    CaseId = caseId,
                    RequestedBy = Guid.NewGuid(),
                    DraftedAt = at,
                    DecidedAt = at,
                    ExpiresAt = at.AddDays(28),
                    State = state,
                    Kind = TraceKind.Case,
                    Progress = KnownProgress.None with { Stage = TraceStage.Completed, Contacts = 8, PaperContacts = 2 },
                }
            );
        }
        await database.SaveChangesAsync();
    }
}
