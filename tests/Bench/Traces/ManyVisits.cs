using KiPass.Grains.Database;
using KiPass.Grains.Database.Postgres;
using KiPass.Grains.Hosting;
using KiPass.Grains.Visits;
using KiPass.Grains.Visits.Stores.Postgres;
using KiPass.Testing;
using KiPass.Tokens;
using KiPass.Tokens.Orders;
using KiPass.Tokens.Passes;
using Npgsql;
using NpgsqlTypes;

namespace KiPass.Bench.Traces;

/// <summary>
/// Visits of 28 Korean days, today included, copied into the register's own tables day by day, as the register leaves them: its own function
/// opens each day, and closes those that are over. One visit in 500 is voided, and beside each 500 stands one on paper.
/// </summary>
internal sealed class ManyVisits(ManyPeople people, ManyPlaces places, TraceDomains domains, int seed, KoreanDay today)
{
    public const int Days = 28;
    private const int OneIn = 500;

    public const string PaperName = "손으로 쓴 이름";

    public KoreanDay First => today - (Days - 1);

    /// <summary>The index case's visits and contacts; known when the days are stored.</summary>
    public IndexCase Case { get; private set; } = null!;

    /// <summary>The busiest place where the case was not, on a day in the middle, two hours of the evening, and who was there.</summary>
    public (Guid Facility, DateTimeOffset From, DateTimeOffset To, IReadOnlySet<(int Person, int AtMs)> Entries) Window
    {
        get;
        private set;
    }

    /// <summary>How many entries on paper there are at the places and times of the case.</summary>
    public int PaperContacts { get; private set; }

    public async Task Store(string database, RegisterPostgres postgres, TraceSize size)
    {
        Case = new IndexCase(places, size.CaseVisits, size.CaseContacts, Days);
        PaperContacts = 0;
        await using var sources = new RegisterSources(postgres);
        var keeper = new PostgresVisitPartitions(sources);
        var weights = Enumerable.Range(0, Days).Select(Weight).ToArray();
        var left = size.Visits - size.CaseVisits;
        Task storing = Task.CompletedTask;
        for (var day = 0; day < Days; day++)
        {
            var count = day == Days - 1 ? left : (long)((size.Visits - size.CaseVisits) * weights[day] / weights.Sum());
            left -= count;
            var plan = DayPlan.Make(seed + 31 * day, (int)count, size.People, places, UntilMs(First + day));
            Case.GoOut(day, plan, new Random(seed + day));
            if (day == Days / 2)
            {
                ChooseWindow(plan, First + day, Case.Visits[day]);
            }
            await storing;
            // The next day is planned while this one is stored.
            storing = Store(database, keeper, First + day, plan, Case.Visits[day]);
        }
        await storing;
    }

    private async Task Store(
        string database,
        PostgresVisitPartitions keeper,
        KoreanDay day,
        DayPlan plan,
        IReadOnlyList<PlannedVisit> ofCase
    )
    {
        await Task.Yield();
        await keeper.OpenDay(day, default);
        await using var connection = new NpgsqlConnection(domains.Postgres.ConnectionString(database) + ";Command Timeout=600");
        await connection.OpenAsync();
        await CopyVisits(connection, day, plan);
        await CopyPaper(connection, day, plan, ofCase);
        if (RetentionRule.IsClosed(day, TimeProvider.System.GetUtcNow()))
        {
            await keeper.CloseDay(day, default);
        }
        // What autovacuum does by itself within minutes; days that are still written have their ranges summarized by it.
        foreach (var table in (string[])["visit", "voided", "paper"])
        {
            await using var vacuum = new NpgsqlCommand($"VACUUM ANALYZE visits.{table}_{day.Date:yyyyMMdd}", connection);
            await vacuum.ExecuteNonQueryAsync();
        }
    }

    private async Task CopyVisits(NpgsqlConnection connection, KoreanDay day, DayPlan plan)
    {
        var tickets = people.Tickets(domains.DayKeys.Read(day)!, plan.Visits.Select(visit => visit.Person));
        var random = new Random(seed + day.Number);
        var midnight = day.Start.ToUnixTimeMilliseconds();
        var voided = new List<(long Slot, Guid Token)>();
        await using (
            var rows = await connection.BeginBinaryImportAsync(
                $"""
                COPY visits.visit_{day.Date:yyyyMMdd} (slot, issuer, token_id, pseudonym, facility_id, device_id, scan_id, entered_at, received_at)
                FROM STDIN (FORMAT binary)
                """
            )
        )
        {
            var bytes = new byte[32];
            for (var i = 0; i < plan.Visits.Count; i++)
            {
                var visit = plan.Visits[i];
                var at = midnight + visit.AtMs;
                var slot = at / 1000 / Pass.SlotSeconds * Pass.SlotSeconds;
                var entered = DateTime.UnixEpoch.AddMilliseconds(at);
                random.NextBytes(bytes);
                var token = new Guid(bytes.AsSpan(0, 16));
                rows.StartRow();
                rows.Write(slot, NpgsqlDbType.Bigint);
                rows.Write((int)TraceDomains.IssuerNumber, NpgsqlDbType.Integer);
                rows.Write(token, NpgsqlDbType.Uuid);
                rows.Write(tickets[i], NpgsqlDbType.Uuid);
                rows.Write(ManyPlaces.Id(visit.Place), NpgsqlDbType.Uuid);
                rows.Write(ManyPlaces.Device(visit.Place), NpgsqlDbType.Uuid);
                rows.Write(new Guid(bytes.AsSpan(16, 16)), NpgsqlDbType.Uuid);
                rows.Write(entered, NpgsqlDbType.TimestampTz);
                rows.Write(entered, NpgsqlDbType.TimestampTz);
                if (visit.Voided)
                {
                    voided.Add((slot, token));
                }
            }
            await rows.CompleteAsync();
        }
        await using var voids = await connection.BeginBinaryImportAsync(
            "COPY visits.voided (slot, issuer, token_id, voided_at) FROM STDIN (FORMAT binary)"
        );
        foreach (var (slot, token) in voided)
        {
            voids.StartRow();
            voids.Write(slot, NpgsqlDbType.Bigint);
            voids.Write((int)TraceDomains.IssuerNumber, NpgsqlDbType.Integer);
            voids.Write(token, NpgsqlDbType.Uuid);
            voids.Write(DateTime.UnixEpoch.AddSeconds(slot + 30), NpgsqlDbType.TimestampTz);
        }
        await voids.CompleteAsync();
    }

    private async Task CopyPaper(NpgsqlConnection connection, KoreanDay day, DayPlan plan, IReadOnlyList<PlannedVisit> ofCase)
    {
        var authority = domains.Authority.EncryptionKey().Public();
        PaperEntry Entry(PlannedVisit visit, DateTimeOffset at) =>
            new(
                PaperName + (++PaperContacts),
                ManyPeople.Phone(people.Count + PaperContacts),
                ManyPlaces.Id(visit.Place),
                ManyPlaces.Device(visit.Place),
                Guid.NewGuid(),
                at
            );
        await using var rows = await connection.BeginBinaryImportAsync(
            "COPY visits.paper (day, device_id, scan_id, facility_id, sealed, entered_at, received_at) FROM STDIN (FORMAT binary)"
        );
        void Write(PaperEntry entry, string text)
        {
            rows.StartRow();
            rows.Write(day.Date, NpgsqlDbType.Date);
            rows.Write(entry.Device, NpgsqlDbType.Uuid);
            rows.Write(entry.ScanId, NpgsqlDbType.Uuid);
            rows.Write(entry.Facility, NpgsqlDbType.Uuid);
            rows.Write(text, NpgsqlDbType.Text);
            rows.Write(entry.EnteredAt.UtcDateTime, NpgsqlDbType.TimestampTz);
            rows.Write(entry.EnteredAt.UtcDateTime, NpgsqlDbType.TimestampTz);
        }
        foreach (var visit in ofCase)
        {
            var entry = Entry(visit, day.Start.AddMilliseconds(visit.AtMs + 60_000));
            Write(entry, entry.Seal(authority));
        }
        // Those elsewhere are never opened: one text stands for all of them.
        var opened = ofCase.Select(visit => visit.Place).Append(BusiestWithout(ofCase)).ToHashSet();
        var before = PaperContacts;
        string? sealedOnce = null;
        for (var i = 0; i < plan.Visits.Count; i += OneIn)
        {
            if (!opened.Contains(plan.Visits[i].Place))
            {
                var entry = Entry(plan.Visits[i], day.Start.AddMilliseconds(plan.Visits[i].AtMs));
                Write(entry, sealedOnce ??= entry.Seal(authority));
            }
        }
        PaperContacts = before;
        await rows.CompleteAsync();
    }

    private int BusiestWithout(IReadOnlyList<PlannedVisit> ofCase) =>
        places.ByPopularity.First(place => ofCase.All(visit => visit.Place != place));

    private void ChooseWindow(DayPlan plan, KoreanDay day, IReadOnlyList<PlannedVisit> ofCase)
    {
        const int From = 18 * 3_600_000;
        const int To = 20 * 3_600_000;
        var place = BusiestWithout(ofCase);
        Window = (ManyPlaces.Id(place), day.Start.AddMilliseconds(From), day.Start.AddMilliseconds(To), Case.With(plan, place, From, To));
    }

    // People enter until a minute ago.
    private static int UntilMs(KoreanDay day) =>
        (int)Math.Clamp((TimeProvider.System.GetUtcNow().AddMinutes(-1) - day.Start).TotalMilliseconds, 0, DayPlan.DayMs);

    private double Weight(int day)
    {
        var fullness = (First + day).Date.DayOfWeek switch
        {
            DayOfWeek.Friday => 1.25,
            DayOfWeek.Saturday => 1.35,
            DayOfWeek.Sunday => 0.9,
            DayOfWeek.Monday => 0.75,
            _ => 0.95,
        };
        return fullness * DayPlan.ShareUntil(UntilMs(First + day));
    }
}
