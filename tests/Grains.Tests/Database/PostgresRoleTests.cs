using KiPass.Grains.Tests.Hosting;
using KiPass.Grains.Tests.Visits.Stores;
using KiPass.Tokens;
using Npgsql;

namespace KiPass.Grains.Tests.Database;

/// <summary>What each role of the database may do, and what it may not, by the database itself.</summary>
public sealed class PostgresRoleTests(PostgresRoleTests.Fixture fixture) : IClassFixture<PostgresRoleTests.Fixture>
{
    private TestRegister Register => fixture.Register;

    [Theory]
    [InlineData("recorder", "SELECT pseudonym FROM visits.visit")]
    [InlineData("recorder", "SELECT facility_id FROM visits.visit")]
    [InlineData("recorder", "SELECT * FROM visits.visit")]
    [InlineData("recorder", "SELECT sealed FROM visits.paper")]
    [InlineData("recorder", "UPDATE visits.visit SET scan_id = scan_id")]
    [InlineData("recorder", "DELETE FROM visits.visit")]
    [InlineData("recorder", "TRUNCATE visits.visit")]
    [InlineData("recorder", "SELECT visits.destroy_day('2021-12-13')")]
    [InlineData("recorder", "SELECT visits.days_held()")]
    [InlineData("recorder", "SELECT * FROM public.grain_state")]
    [InlineData("tracer", "DELETE FROM visits.visit")]
    [InlineData("tracer", "UPDATE visits.visit SET scan_id = scan_id")]
    [InlineData("tracer", "INSERT INTO visits.voided VALUES (1, 1, gen_random_uuid(), now())")]
    [InlineData("tracer", "SELECT visits.open_day('2021-12-13')")]
    [InlineData("tracer", "SELECT visits.destroy_day('2021-12-13')")]
    [InlineData("destroyer", "SELECT slot FROM visits.visit")]
    [InlineData("destroyer", "SELECT count(*) FROM visits.visit_20211213")]
    [InlineData("destroyer", "DROP TABLE visits.visit_20211213")]
    [InlineData("destroyer", "DELETE FROM visits.visit")]
    [InlineData("destroyer", "SELECT visits.is_over('2021-12-13', 1)")]
    [InlineData("orleans", "SELECT slot FROM visits.visit")]
    [InlineData("orleans", "SELECT visits.destroy_day('2021-12-13')")]
    [InlineData("orleans", "UPDATE OrleansQuery SET QueryText = ''")]
    [InlineData("orleans", "CREATE TABLE mine (x integer)")]
    public async Task A_database_role_is_denied_statements_outside_its_task(string role, string sql)
    {
        var refusal = await Assert.ThrowsAsync<PostgresException>(() => Run(role, sql));
        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, refusal.SqlState);
    }

    [Theory]
    [InlineData("recorder", "SELECT slot, issuer, token_id, scan_id, device_id, entered_at FROM visits.visit")]
    [InlineData("recorder", "SELECT visits.open_day('2021-12-13')")]
    [InlineData("tracer", "SELECT * FROM visits.visit, visits.voided, visits.paper")]
    [InlineData("destroyer", "SELECT visits.days_held()")]
    [InlineData("orleans", "SELECT * FROM OrleansQuery, grain_state, reminder, membership")]
    public async Task A_database_role_can_run_the_statements_of_its_task(string role, string sql) => await Run(role, sql);

    [Fact]
    public async Task The_destroyer_role_cannot_forge_the_time_to_destroy_a_recent_day()
    {
        var day = KoreanDay.Of(TimeProvider.System.GetUtcNow()) - 28;
        await Register.Partitions.OpenDay(day, default);
        var sql = $"""
            SET TimeZone = 'Etc/GMT-14';
            CREATE FUNCTION pg_temp.clock_timestamp() RETURNS timestamptz LANGUAGE sql AS 'SELECT timestamptz ''2999-01-01''';
            SET search_path = pg_temp, pg_catalog;
            SELECT visits.destroy_day('{day}')
            """;

        var refusal = await Assert.ThrowsAsync<PostgresException>(() => Run("destroyer", sql));

        Assert.Contains(
            refusal.SqlState,
            new[] { PostgresErrorCodes.ObjectNotInPrerequisiteState, PostgresErrorCodes.InsufficientPrivilege }
        );
        Assert.Contains(day, await Register.Partitions.DaysHeld(default));
    }

    private async Task Run(string role, string sql)
    {
        var postgres = Register.Options.Postgres!;
        var text = role switch
        {
            "recorder" => postgres.Recorder,
            "tracer" => postgres.Tracer,
            "destroyer" => postgres.Destroyer,
            _ => postgres.Orleans,
        };
        await using var source = NpgsqlDataSource.Create(text);
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>One database for all: the roles leave it as it was.</summary>
    public sealed class Fixture : IAsyncLifetime
    {
        internal TestRegister Register { get; private set; } = null!;

        public async ValueTask InitializeAsync()
        {
            Register = await TestRegister.Create(StoreKind.Postgres);
            await Register.Log.Append(SomeVisits.At(TestRegister.Noon), default);
        }

        public ValueTask DisposeAsync() => Register.DisposeAsync();
    }
}
