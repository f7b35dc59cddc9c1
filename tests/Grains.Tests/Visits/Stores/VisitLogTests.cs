using KiPass.Grains.Tests.Hosting;
using KiPass.Grains.Visits;
using KiPass.Grains.Visits.Stores;

namespace KiPass.Grains.Tests.Visits.Stores;

public sealed class PostgresVisitLogTests() : VisitLogTests(StoreKind.Postgres);

public sealed class SqliteVisitLogTests() : VisitLogTests(StoreKind.Sqlite);

public abstract class VisitLogTests(StoreKind kind) : IAsyncLifetime
{
    private TestRegister register = null!;

    private IVisitLog Log => register.Log;

    public async ValueTask InitializeAsync() => register = await TestRegister.Create(kind);

    public ValueTask DisposeAsync() => register.DisposeAsync();

    [Fact]
    public async Task A_visit_is_stored_once_and_found_again()
    {
        var visit = SomeVisits.At(TestRegister.Noon.AddTicks(12_345));
        var enteredAt = Recordings.ToMillisecond(visit.EnteredAt);

        Assert.Equal(ScanStatus.VisitUnknown, (await Log.Find(visit.Token, default)).Status);
        Assert.Equal(new Recording(ScanStatus.Accepted, visit.ScanId, visit.DeviceId, enteredAt), await Log.Append(visit, default));
        var found = new Recording(ScanStatus.AlreadyUsed, visit.ScanId, visit.DeviceId, enteredAt);
        Assert.Equal(found, await Log.Append(visit, default));
        Assert.Equal(found, await Log.Find(visit.Token, default));
    }

    [Fact]
    public async Task Another_scan_of_a_spent_token_finds_the_first()
    {
        var first = SomeVisits.At(TestRegister.Noon);
        var second = SomeVisits.At(TestRegister.Noon.AddSeconds(3)) with { Token = first.Token };
        await Log.Append(first, default);

        var recording = await Log.Append(second, default);

        Assert.Equal(new Recording(ScanStatus.AlreadyUsed, first.ScanId, first.DeviceId, first.EnteredAt), recording);
    }

    [Fact]
    public async Task Of_fifty_concurrent_scans_of_one_token_one_is_stored()
    {
        for (var trial = 0; trial < 10; trial++)
        {
            var first = SomeVisits.At(TestRegister.Noon);
            var scans = Enumerable.Range(0, 50).Select(_ => SomeVisits.At(TestRegister.Noon) with { Token = first.Token }).ToList();

            var recordings = await Task.WhenAll(scans.Select(scan => Task.Run(async () => await Log.Append(scan, default))));

            var winner = Assert.Single(recordings, r => r.Status == ScanStatus.Accepted);
            Assert.All(recordings, r => Assert.Equal(winner.ScanId, r.ScanId));
            Assert.Equal(49, recordings.Count(r => r.Status == ScanStatus.AlreadyUsed));
        }
    }

    [Fact]
    public async Task Of_fifty_concurrent_repeats_of_one_scan_one_is_stored()
    {
        var visit = SomeVisits.At(TestRegister.Noon);

        var recordings = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => Task.Run(async () => await Log.Append(visit, default))));

        Assert.Single(recordings, r => r.Status == ScanStatus.Accepted);
        Assert.Equal(49, recordings.Count(r => r.Status == ScanStatus.AlreadyUsed && r.ScanId == visit.ScanId));
    }

    [Fact]
    public async Task A_batch_may_mix_new_visits_repeats_and_duplicates_of_several_days()
    {
        var known = SomeVisits.At(TestRegister.Noon);
        await Log.Append(known, default);
        var fresh = Enumerable.Range(0, 1200).Select(i => SomeVisits.At(TestRegister.Noon.AddDays(-(i % 2)).AddSeconds(i % 90))).ToList();
        var doubles = fresh.Where((_, i) => i % 7 == 0).Select(v => SomeVisits.At(v.EnteredAt) with { Token = v.Token });
        var everything = fresh.Concat(doubles).Append(known).OrderBy(_ => Random.Shared.Next()).ToList();

        // Started without waiting, so that they share batches. On a busy machine a few are unconfirmed, and repeated as a door does.
        var recordings = await Task.WhenAll(everything.Select(Confirmed));

        Assert.DoesNotContain(recordings, r => r.Recording.Status == ScanStatus.VisitUnknown);
        foreach (var token in everything.Zip(recordings).GroupBy(pair => pair.First.Token))
        {
            var stored = token.Count(pair => pair.Second.Recording.Status == ScanStatus.Accepted);
            var mayBeFoundByItself = token.Key == known.Token || token.Any(pair => pair.Second.Repeated);
            Assert.InRange(stored, mayBeFoundByItself ? 0 : 1, token.Key == known.Token ? 0 : 1);
            Assert.Single(token.Select(pair => pair.Second.Recording.ScanId).Distinct());
        }
    }

    [Fact]
    public async Task What_was_stored_is_there_after_a_restart()
    {
        var visit = SomeVisits.At(TestRegister.Noon);
        await Log.Append(visit, default);

        await register.Restart();

        Assert.Equal(ScanStatus.AlreadyUsed, (await Log.Append(visit, default)).Status);
    }

    [Fact]
    public async Task A_day_that_nobody_opened_is_opened_by_its_first_visit()
    {
        var visit = SomeVisits.At(TestRegister.Noon.AddDays(9));
        var paper = SomeVisits.PaperAt(TestRegister.Noon.AddDays(10));

        Assert.Equal(ScanStatus.Accepted, (await Log.Append(visit, default)).Status);
        Assert.Equal(ScanStatus.Accepted, (await Log.Append(paper, default)).Status);
    }

    [Fact]
    public async Task A_queue_that_is_full_answers_unconfirmed_at_once_and_loses_nothing_that_it_confirmed()
    {
        var visits = Enumerable.Range(0, 12_000).Select(i => SomeVisits.At(TestRegister.Noon.AddSeconds(i % 600))).ToList();

        var recordings = await Task.WhenAll(visits.Select(visit => Log.Append(visit, default).AsTask()));

        Assert.Contains(recordings, r => r.Status == ScanStatus.Unconfirmed);
        foreach (var (visit, recording) in visits.Zip(recordings))
        {
            Assert.NotEqual(ScanStatus.AlreadyUsed, recording.Status);
            if (recording.Status == ScanStatus.Accepted)
            {
                Assert.Equal(visit.ScanId, recording.ScanId);
            }
        }
        var stored = visits.Zip(recordings).Where(pair => pair.Second.Status == ScanStatus.Accepted).Take(100);
        foreach (var (visit, _) in stored)
        {
            Assert.Equal(ScanStatus.AlreadyUsed, (await Log.Find(visit.Token, default)).Status);
        }
    }

    [Fact]
    public async Task The_same_scan_voids_its_visit_within_five_minutes_and_the_token_stays_spent()
    {
        var visit = SomeVisits.At(TestRegister.Noon);
        await Log.Append(visit, default);
        var inTime = TestRegister.Noon.AddMinutes(5);

        Assert.Equal(ScanStatus.VisitUnknown, await Log.Void(visit.Token, Guid.NewGuid(), visit.DeviceId, inTime, default));
        Assert.Equal(ScanStatus.VisitUnknown, await Log.Void(visit.Token, visit.ScanId, Guid.NewGuid(), inTime, default));
        Assert.Equal(
            ScanStatus.VisitUnknown,
            await Log.Void(visit.Token, visit.ScanId, visit.DeviceId, inTime.AddMilliseconds(1), default)
        );
        Assert.Equal(ScanStatus.Voided, await Log.Void(visit.Token, visit.ScanId, visit.DeviceId, inTime, default));
        Assert.Equal(ScanStatus.Voided, await Log.Void(visit.Token, visit.ScanId, visit.DeviceId, inTime.AddHours(1), default));

        var again = SomeVisits.At(TestRegister.Noon) with { Token = visit.Token };
        Assert.Equal(ScanStatus.AlreadyUsed, (await Log.Append(again, default)).Status);
    }

    [Fact]
    public async Task A_visit_that_was_never_stored_cannot_be_voided()
    {
        var visit = SomeVisits.At(TestRegister.Noon.AddDays(40));

        Assert.Equal(ScanStatus.VisitUnknown, await Log.Void(visit.Token, visit.ScanId, visit.DeviceId, TestRegister.Noon, default));
    }

    [Fact]
    public async Task A_paper_visit_is_stored_once_for_its_day_device_and_scan()
    {
        var paper = SomeVisits.PaperAt(TestRegister.Noon);

        Assert.Equal(new Recording(ScanStatus.Accepted, paper.ScanId, paper.DeviceId, paper.EnteredAt), await Log.Append(paper, default));
        var again = await Log.Append(paper with { EnteredAt = paper.EnteredAt.AddMinutes(1) }, default);
        Assert.Equal(new Recording(ScanStatus.AlreadyUsed, paper.ScanId, paper.DeviceId, paper.EnteredAt), again);
    }

    [Fact]
    public async Task A_look_up_reads_nothing_that_entered_four_weeks_ago()
    {
        var visit = SomeVisits.At(TestRegister.Noon);
        await Log.Append(visit, default);

        register.Time.SetUtcNow(TestRegister.Noon.AddHours(28 * 24).AddMilliseconds(-1));
        Assert.Equal(ScanStatus.AlreadyUsed, (await Log.Find(visit.Token, default)).Status);
        register.Time.SetUtcNow(TestRegister.Noon.AddHours(28 * 24));
        Assert.Equal(ScanStatus.VisitUnknown, (await Log.Find(visit.Token, default)).Status);
    }

    private async Task<(Recording Recording, bool Repeated)> Confirmed(Visit visit)
    {
        var recording = await Log.Append(visit, default);
        var repeated = recording.Status == ScanStatus.Unconfirmed;
        while (recording.Status == ScanStatus.Unconfirmed)
        {
            recording = await Log.Append(visit, default);
        }
        return (recording, repeated);
    }
}
