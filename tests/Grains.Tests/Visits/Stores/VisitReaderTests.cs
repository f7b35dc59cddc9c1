using KiPass.Grains.Tests.Hosting;
using KiPass.Grains.Visits;
using KiPass.Tokens;

namespace KiPass.Grains.Tests.Visits.Stores;

public sealed class PostgresVisitReaderTests() : VisitReaderTests(StoreKind.Postgres);

public sealed class SqliteVisitReaderTests() : VisitReaderTests(StoreKind.Sqlite);

public abstract class VisitReaderTests(StoreKind kind) : IAsyncLifetime
{
    private static readonly DateTimeOffset Noon = TestRegister.Noon;
    private static readonly TimeSpan FourWeeks = TimeSpan.FromHours(28 * 24);

    private readonly Guid facility = Guid.NewGuid();
    private TestRegister register = null!;

    private IVisitReader Reader => register.Reader;

    public async ValueTask InitializeAsync() => register = await TestRegister.Create(kind);

    public ValueTask DisposeAsync() => register.DisposeAsync();

    [Fact]
    public async Task Visits_of_a_ticket_are_sorted_and_limited_to_its_day_and_issuer()
    {
        var ticket = SomeVisits.SomeTicket();
        var late = SomeVisits.At(Noon.AddHours(2), facility, ticket);
        var early = SomeVisits.At(Noon, facility, ticket);
        var yesterday = SomeVisits.At(Noon.AddDays(-1), facility, ticket);
        var otherIssuer = SomeVisits.At(Noon, facility, ticket);
        otherIssuer = otherIssuer with { Token = otherIssuer.Token with { Issuer = 2 } };
        foreach (var visit in new[] { late, early, yesterday, otherIssuer, SomeVisits.At(Noon, facility) })
        {
            await register.Log.Append(visit, default);
        }

        var found = await Reader.OfTicket(SomeVisits.Issuer, KoreanDay.Of(Noon), ticket, Noon, default);

        VisitRow[] expected =
        [
            new(SomeVisits.Issuer, KoreanDay.Of(Noon), ticket, facility, early.EnteredAt, early.DeviceId, Micro(early.ReceivedAt)),
            new(SomeVisits.Issuer, KoreanDay.Of(Noon), ticket, facility, late.EnteredAt, late.DeviceId, Micro(late.ReceivedAt)),
        ];
        Assert.Equal(expected, found);
    }

    [Fact]
    public async Task One_question_says_which_of_a_persons_tickets_were_shown_on_which_days()
    {
        var today = KoreanDay.Of(Noon);
        VisitorKey[] asked =
        [
            .. Enumerable
                .Range(0, 28)
                .SelectMany(ago =>
                    Enumerable.Range(0, 64).Select(_ => new VisitorKey(SomeVisits.Issuer, today - ago, SomeVisits.SomeTicket()))
                ),
        ];
        var (recent, earlier, undone, foreign) = (asked[3], asked[64 * 5 + 7], asked[11], asked[12]);
        foreach (var key in new[] { recent, earlier, undone, foreign })
        {
            var visit = SomeVisits.At(Noon.AddDays(key.Day - today), facility, key.Ticket);
            visit = key == foreign ? visit with { Token = visit.Token with { Issuer = 2 } } : visit;
            await register.Log.Append(visit, default);
            if (key == undone)
            {
                await register.Log.Void(visit.Token, visit.ScanId, visit.DeviceId, visit.ReceivedAt, default);
            }
        }
        await register.Log.Append(SomeVisits.At(Noon, facility, earlier.Ticket), default);

        Assert.Equal([recent, earlier], (await Reader.Shown(asked, Noon, default)).OrderByDescending(key => key.Day.Number));
        Assert.Empty(await Reader.Shown([], Noon, default));
    }

    [Fact]
    public async Task A_window_includes_its_start_excludes_its_end_and_can_cross_midnight()
    {
        var midnight = KoreanDay.Of(Noon).End;
        DateTimeOffset[] times =
        [
            midnight.AddMinutes(-10),
            midnight.AddMilliseconds(-1),
            midnight,
            midnight.AddMinutes(10).AddMilliseconds(-1),
            midnight.AddMinutes(10),
        ];
        foreach (var time in times)
        {
            await register.Log.Append(SomeVisits.At(time, facility), default);
            await register.Log.Append(SomeVisits.PaperAt(time, facility), default);
            await register.Log.Append(SomeVisits.At(time), default);
        }

        var (from, to) = (midnight.AddMinutes(-10), midnight.AddMinutes(10));
        var visits = await Reader.AtFacility(facility, from, to, midnight, default).Rows();
        var paper = await Reader.PaperAtFacility(facility, from, to, midnight, default).Rows();

        Assert.Equal(times[..4], visits.Select(v => v.EnteredAt));
        Assert.Equal(times[..4], paper.Select(v => v.EnteredAt));
        Assert.All(paper, p => Assert.Equal("sealed", p.Sealed));
    }

    [Fact]
    public async Task Visits_become_unreadable_at_exactly_four_weeks()
    {
        var visit = SomeVisits.At(Noon, facility);
        await register.Log.Append(visit, default);
        await register.Log.Append(SomeVisits.PaperAt(Noon, facility), default);

        async Task<(int OfTicket, int AtFacility, int Paper, int Counted)> ReadAt(DateTimeOffset now)
        {
            var (from, to) = (Noon.AddHours(-1), Noon.AddHours(1));
            return (
                (await Reader.OfTicket(SomeVisits.Issuer, KoreanDay.Of(Noon), visit.Ticket, now, default)).Count,
                (await Reader.AtFacility(facility, from, to, now, default).Rows()).Count,
                (await Reader.PaperAtFacility(facility, from, to, now, default).Rows()).Count,
                (await Reader.CountByHour(facility, from, to, now, default)).Sum(hour => hour.Count)
            );
        }

        Assert.Equal((1, 1, 1, 2), await ReadAt(Noon + FourWeeks - TimeSpan.FromMilliseconds(1)));
        Assert.Equal((0, 0, 0, 0), await ReadAt(Noon + FourWeeks));
    }

    [Fact]
    public async Task A_voided_visit_is_not_read()
    {
        var voided = SomeVisits.At(Noon, facility);
        var kept = SomeVisits.At(Noon.AddSeconds(1), facility, voided.Ticket);
        await register.Log.Append(voided, default);
        await register.Log.Append(kept, default);
        await register.Log.Void(voided.Token, voided.ScanId, voided.DeviceId, Noon.AddMinutes(1), default);

        var ofTicket = await Reader.OfTicket(SomeVisits.Issuer, KoreanDay.Of(Noon), voided.Ticket, Noon, default);
        var atFacility = await Reader.AtFacility(facility, Noon.AddHours(-1), Noon.AddHours(1), Noon, default).Rows();
        var counts = await Reader.CountByHour(facility, Noon.AddHours(-1), Noon.AddHours(1), Noon, default);

        Assert.Equal(kept.EnteredAt, Assert.Single(ofTicket).EnteredAt);
        Assert.Equal(kept.EnteredAt, Assert.Single(atFacility).EnteredAt);
        Assert.Equal(1, Assert.Single(counts).Count);
    }

    [Fact]
    public async Task Hourly_counts_include_visits_and_paper_visits()
    {
        var midnight = KoreanDay.Of(Noon).Start;
        foreach (var minutes in new[] { -61, -60, -1, 0, 1, 59, 60 })
        {
            await register.Log.Append(SomeVisits.At(midnight.AddMinutes(minutes), facility), default);
        }
        await register.Log.Append(SomeVisits.PaperAt(midnight.AddMinutes(30), facility), default);

        var counts = await Reader.CountByHour(facility, midnight.AddHours(-1), midnight.AddHours(1), Noon, default);

        Assert.Equal([new HourCount(midnight.AddHours(-1), 2), new HourCount(midnight, 4)], counts);
    }

    [Fact]
    public async Task The_oldest_stored_visit_is_reported_even_when_it_is_unreadable()
    {
        Assert.Null(await Reader.OldestHeld(default));
        await register.Log.Append(SomeVisits.At(Noon), default);
        await register.Log.Append(SomeVisits.At(Noon.AddDays(1)), default);
        Assert.Equal(Noon, await Reader.OldestHeld(default));
        await register.Log.Append(SomeVisits.PaperAt(Noon.AddDays(-60)), default);
        Assert.Equal(Noon.AddDays(-60), await Reader.OldestHeld(default));
    }

    // The stores keep microseconds.
    private static DateTimeOffset Micro(DateTimeOffset time) => new(time.UtcTicks / 10 * 10, TimeSpan.Zero);
}
