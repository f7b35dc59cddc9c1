using KiPass.Issuer.Audit;
using KiPass.Issuer.DayKeys;
using KiPass.Issuer.Hosting;
using KiPass.Issuer.Personal;
using KiPass.Testing;
using KiPass.Tokens;
using KiPass.Tokens.Passes;

namespace KiPass.Issuer.Tests.DayKeys;

public sealed class DayKeyTests
{
    private static readonly KoreanDay Day = KoreanDay.Of(IssuerHost.Start);

    [Fact]
    public async Task Keys_exist_for_today_and_the_next_two_days()
    {
        await using var issuer = await IssuerHost.StartAsync();
        issuer.Time.SetUtcNow((Day + 1).Start.ToUniversalTime().AddMilliseconds(-1));
        await issuer.Get<MaintenanceService>().RunOnce(CancellationToken.None);
        Assert.Equal([Day, Day + 1, Day + 2], issuer.Get<DayKeyFolder>().Days());
        issuer.Time.SetUtcNow((Day + 1).Start.ToUniversalTime());
        await issuer.AsTimePasses(
            () => Task.FromResult(issuer.Get<DayKeyFolder>().Days().SequenceEqual([Day, Day + 1, Day + 2, Day + 3])),
            "the key of the third day is there"
        );
    }

    [Fact]
    public async Task A_request_creates_a_key_that_the_upkeep_has_not_created_yet()
    {
        await using var issuer = await IssuerHost.StartAsync();
        await issuer.StopMaintenance();
        var token = await issuer.Verify();
        issuer.Time.Advance(TimeSpan.FromDays(2));
        Assert.Equal([Day + 2, Day + 3, Day + 4], (await issuer.Tickets(token)).Select(t => t.Day).Distinct());
        Assert.Equal([Day, Day + 1, Day + 2, Day + 3, Day + 4], issuer.Get<DayKeyFolder>().Days());
    }

    [Fact]
    public async Task A_key_file_has_32_bytes_and_is_readable_by_its_owner_only()
    {
        await using var issuer = await IssuerHost.StartAsync();
        var file = Path.Combine(issuer.Data, "daykeys", $"{Day}.key");
        Assert.Equal(TicketCipher.DayKeySize, new FileInfo(file).Length);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        Assert.Equal(3, Directory.EnumerateFileSystemEntries(Path.Combine(issuer.Data, "daykeys")).Count());
    }

    [Theory, InlineData(Store.Sqlite), InlineData(Store.Postgres)]
    public async Task A_day_key_is_destroyed_at_the_start_of_day_29(Store store)
    {
        await using var issuer = await IssuerHost.StartAsync(store);
        var ticket = await issuer.FirstTicket(await issuer.Verify());
        var ring = issuer.Get<DayKeyring>();
        var person = ring.Find(Day)!.Open(ticket);
        Assert.NotNull(person);
        var end = (Day + 29).Start.ToUniversalTime();

        issuer.Time.SetUtcNow(end.AddMilliseconds(-1));
        await issuer.Get<MaintenanceService>().RunOnce(CancellationToken.None);
        Assert.Equal(person, ring.Find(Day)!.Open(ticket));

        issuer.Time.SetUtcNow(end);
        Assert.Null(ring.Find(Day));
        await issuer.AsTimePasses(() => Task.FromResult(!issuer.Get<DayKeyFolder>().Days().Contains(Day)), "the file is gone");
        await issuer.AsTimePasses(async () => (await Destroyed(issuer)).Count > 0, "the destruction is recorded");
        await issuer.Get<MaintenanceService>().RunOnce(CancellationToken.None);
        Assert.Equal([Day.ToString()], await Destroyed(issuer));
    }

    [Theory, InlineData(Store.Sqlite), InlineData(Store.Postgres)]
    public async Task Startup_destroys_all_overdue_keys_after_weeks_of_outage(Store store)
    {
        await using var issuer = await IssuerHost.StartAsync(store);
        var folder = issuer.Get<DayKeyFolder>();
        for (var made = 4; made <= 6; made++)
        {
            issuer.Time.Advance(TimeSpan.FromDays(1));
            var days = made;
            await issuer.AsTimePasses(() => Task.FromResult(folder.Days().Count == days), "the day has its key");
        }
        // A key's file comes before its record in the database.
        await issuer.Get<DayKeyring>().EnsureAhead(CancellationToken.None);
        await issuer.Restart(() => issuer.Time.SetUtcNow((Day + 40).Start));
        await issuer.AsTimePasses(async () => (await Destroyed(issuer)).Count == 6, "the destructions are recorded");
        Assert.Equal(Enumerable.Range(0, 6).Select(i => (Day + i).ToString()), await Destroyed(issuer));
        Assert.Equal([Day + 40, Day + 41, Day + 42], folder.Days());
    }

    [Fact]
    public async Task An_interrupted_key_destruction_is_recorded_once_on_the_next_run()
    {
        await using var issuer = await IssuerHost.StartAsync();
        issuer.Get<DayKeyFolder>().Destroy(Day);
        issuer.Time.SetUtcNow((Day + 29).Start);
        var turns = Enumerable.Range(0, 4).Select(_ => issuer.Get<DayKeyring>().DestroyOverdue(CancellationToken.None));
        await Task.WhenAll(turns);
        Assert.Equal([Day.ToString()], await Destroyed(issuer));
    }

    [Fact]
    public async Task An_overdue_key_is_reported_and_cannot_be_read()
    {
        await using var issuer = await IssuerHost.StartAsync();
        // Maintenance would destroy the key before it is reported.
        await issuer.StopMaintenance();
        var folder = issuer.Get<DayKeyFolder>();
        var old = Day - 29;
        File.WriteAllBytes(Path.Combine(folder.Path, $"{old}.key"), new byte[32]);
        Assert.Null(issuer.Get<DayKeyring>().Find(old));
        Assert.Equal([old], issuer.Get<DayKeyring>().Overdue());
        var ready = await issuer.Json(HttpMethod.Get, "/health/ready", null, status: 503);
        Assert.Equal("day-key-overdue", ready.GetProperty("faults")[0].GetString());
        await issuer.Get<DayKeyring>().DestroyOverdue(CancellationToken.None);
        await issuer.Json(HttpMethod.Get, "/health/ready", null);
    }

    [Fact]
    public async Task Concurrent_creators_of_a_day_key_get_the_same_key()
    {
        using var folder = new TemporaryFolder();
        for (var round = 0; round < 20; round++)
        {
            var day = Day + round;
            using var together = new Barrier(8);
            var made = await Task.WhenAll(
                Enumerable
                    .Range(0, 8)
                    .Select(_ =>
                        Task.Factory.StartNew(
                            () =>
                            {
                                together.SignalAndWait();
                                return Convert.ToHexString(new DayKeyFolder(folder.Path).CreateOnce(day));
                            },
                            TaskCreationOptions.LongRunning
                        )
                    )
            );
            Assert.Single(made.Distinct());
        }
        Assert.Equal(20, Directory.EnumerateFileSystemEntries(folder.Path).Count());
    }

    [Theory, InlineData(Store.Sqlite), InlineData(Store.Postgres)]
    public async Task A_lost_key_prevents_startup_until_the_operator_abandons_it(Store store)
    {
        await using var issuer = await IssuerHost.StartAsync(store);
        var token = await issuer.Verify();
        var before = await issuer.FirstTicket(token);
        File.Delete(Path.Combine(issuer.Data, "daykeys", $"{Day}.key"));
        File.Delete(Path.Combine(issuer.Data, "daykeys", $"{Day + 2}.key"));
        var lost = await Assert.ThrowsAsync<LostDayKeyException>(() => issuer.Restart());
        Assert.Contains($"daykeys/{Day}.key", lost.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', lost.Message);

        lost = await Assert.ThrowsAsync<LostDayKeyException>(() => issuer.Restart($"--Issuer:ReplaceLostDayKey={Day}"));
        Assert.Contains($"daykeys/{Day + 2}.key", lost.Message, StringComparison.Ordinal);
        await issuer.Restart($"--Issuer:ReplaceLostDayKey={Day}, {Day + 2}");
        Assert.NotEqual(before, await issuer.FirstTicket(token));
        var records = await issuer.Get<AuditLog>().Records(CancellationToken.None);
        Assert.Equal([Day.ToString(), (Day + 2).ToString()], records.Select(r => r.Entry.Facts["day"]));
        Assert.All(records, r => Assert.Contains("given up", r.Entry.Facts["rule"], StringComparison.Ordinal));
        await issuer.Restart();
    }

    [Fact]
    public async Task A_day_key_of_another_database_is_detected()
    {
        await using var issuer = await IssuerHost.StartAsync();
        File.WriteAllBytes(Path.Combine(issuer.Data, "daykeys", $"{Day}.key"), new byte[32]);
        await Assert.ThrowsAsync<LostDayKeyException>(() => issuer.Restart());
    }

    [Fact]
    public void A_ticket_opens_to_its_person_on_its_day_only()
    {
        var person = VisitorNumber.Random();
        using var today = new DayKey(Day, System.Security.Cryptography.RandomNumberGenerator.GetBytes(32));
        using var tomorrow = new DayKey(Day + 1, System.Security.Cryptography.RandomNumberGenerator.GetBytes(32));
        var tickets = today.AllTickets(person);
        Assert.Equal(64, tickets.Distinct().Count());
        Assert.All(tickets, ticket => Assert.Equal(person, today.Open(ticket)));
        Assert.All(tickets, ticket => Assert.Null(tomorrow.Open(ticket)));
        Assert.Equal(tickets.ToHashSet(), [.. Enumerable.Range(0, 64).Select(n => today.Ticket(person, n))]);
    }

    private static async Task<List<string>> Destroyed(IssuerHost issuer) =>
        [
            .. (await issuer.Get<AuditLog>().Records(CancellationToken.None))
                .Select(r => r.Entry)
                .Where(e => e.Kind == "destroyed" && e.Facts["what"] == "day-key")
                .Select(e => e.Facts["day"]),
        ];
}
