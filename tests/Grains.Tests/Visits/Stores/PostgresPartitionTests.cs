using KiPass.Grains.Tests.Hosting;
using KiPass.Grains.Visits;
using KiPass.Tokens;
using KiPass.Tokens.Passes;
using Npgsql;

namespace KiPass.Grains.Tests.Visits.Stores;

/// <summary>What is particular to partitions: their indexes, and that destroying one never stops the door.</summary>
public sealed class PostgresPartitionTests : IAsyncLifetime
{
    private static readonly KoreanDay Day = KoreanDay.Of(TestRegister.Noon);
    private TestRegister register = null!;

    public async ValueTask InitializeAsync() => register = await TestRegister.Create(StoreKind.Postgres);

    public ValueTask DisposeAsync() => register.DisposeAsync();

    [Fact]
    public async Task Closing_a_day_replaces_the_hour_and_hash_index_with_a_ticket_index()
    {
        Assert.Equal(["slot / 3600::integer, uuid_hashpseudonym"], await TicketIndexes());

        await register.Partitions.CloseDay(Day, default);

        Assert.Equal(["pseudonym"], await TicketIndexes());
    }

    [Fact]
    public async Task Visits_of_tickets_are_found_in_open_and_closed_days()
    {
        var facility = Guid.NewGuid();
        var (one, other) = (SomeVisits.SomeTicket(), SomeVisits.SomeTicket());
        for (var hour = 0; hour < 24; hour++)
        {
            await register.Log.Append(SomeVisits.At(Day.Start.AddHours(hour), facility, one), default);
            await register.Log.Append(SomeVisits.At(Day.End.AddHours(-hour).AddSeconds(-1), facility, other), default);
            await register.Log.Append(SomeVisits.At(Day.Start.AddHours(hour), facility), default);
        }
        (ushort, Ticket)[] asked = [(SomeVisits.Issuer, one), (SomeVisits.Issuer, other)];
        var (open, alone) = await Read();
        await register.Partitions.CloseDay(Day, default);
        var closed = await Read();

        Assert.Equal(48, open.Count);
        Assert.Equal(24, alone.Count);
        Assert.Equal(open, closed.All);
        Assert.Equal(alone, closed.One);

        async Task<(List<VisitRow> All, List<VisitRow> One)> Read()
        {
            var all = await register.Reader.OfTickets(Day, asked, TestRegister.Noon, default);
            var alone = await register.Reader.OfTicket(SomeVisits.Issuer, Day, one, TestRegister.Noon, default);
            return ([.. all.OrderBy(visit => visit.EnteredAt)], [.. alone]);
        }
    }

    [Fact]
    public async Task A_day_that_queued_scans_can_still_reach_is_not_closed()
    {
        var yesterday = KoreanDay.Of(TimeProvider.System.GetUtcNow()) - 1;
        await register.Partitions.OpenDay(yesterday, default);

        var refusal = await Assert.ThrowsAsync<PostgresException>(() => register.Partitions.CloseDay(yesterday, default));

        Assert.Equal(PostgresErrorCodes.ObjectNotInPrerequisiteState, refusal.SqlState);
    }

    [Fact]
    public async Task A_day_is_not_destroyed_while_it_is_read_and_scans_continue()
    {
        await register.Log.Append(SomeVisits.At(TestRegister.Noon), default);
        await using var source = NpgsqlDataSource.Create(register.Options.Postgres!.Tracer);
        await using (var reading = await source.OpenConnectionAsync())
        {
            await using var transaction = await reading.BeginTransactionAsync();
            await using var command = new NpgsqlCommand("SELECT count(*) FROM visits.visit", reading, transaction);
            Assert.Equal(1L, await command.ExecuteScalarAsync());

            var refusal = await Assert.ThrowsAsync<PostgresException>(() => register.Partitions.DestroyDay(Day, default));

            Assert.Equal(PostgresErrorCodes.LockNotAvailable, refusal.SqlState);
            var visit = SomeVisits.At(TestRegister.Noon.AddDays(1));
            Assert.Equal(ScanStatus.Accepted, (await register.Log.Append(visit, default)).Status);
        }
        Assert.Equal(1, await register.Partitions.DestroyDay(Day, default));
    }

    private async Task<List<string>> TicketIndexes()
    {
        await using var source = NpgsqlDataSource.Create(register.Options.Postgres!.Owner);
        await using var command = source.CreateCommand(
            $"""
            SELECT split_part(pg_get_indexdef(indexrelid), 'USING btree ', 2) FROM pg_index
            WHERE indrelid = 'visits.visit_{Day.Date:yyyyMMdd}'::regclass AND pg_get_indexdef(indexrelid) LIKE '%(pseudonym%'
            """
        );
        await using var reader = await command.ExecuteReaderAsync();
        var indexes = new List<string>();
        while (await reader.ReadAsync())
        {
            // How many brackets an expression is printed with differs by version.
            indexes.Add(reader.GetString(0).Replace("(", "").Replace(")", ""));
        }
        return indexes;
    }
}
