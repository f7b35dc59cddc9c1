using KiPass.Grains.Tests.Hosting;
using Npgsql;

namespace KiPass.Grains.Tests.Visits.Stores;

/// <summary>
/// The visit log stays fit to be distributed over several servers (Citus): there a unique key, a foreign key or a trigger works only within
/// one value of the distribution column. A log that is divided otherwise, for example by facility, would accept one token in each part.
/// </summary>
public sealed class DistributableLogTests : IAsyncLifetime
{
    private TestRegister register = null!;

    public async ValueTask InitializeAsync() => register = await TestRegister.Create(StoreKind.Postgres);

    public ValueTask DisposeAsync() => register.DisposeAsync();

    [Theory]
    [InlineData("visits.visit", "token_id")]
    [InlineData("visits.voided", "token_id")]
    [InlineData("visits.paper", "device_id")]
    public async Task Every_unique_key_contains_the_column_that_the_table_can_be_distributed_by(string table, string column)
    {
        var keys = await Read(
            $"""
            SELECT array_to_string(ARRAY(
                SELECT attname FROM pg_attribute WHERE attrelid = indrelid AND attnum = ANY (indkey) ORDER BY attname), ' ')
            FROM pg_index WHERE indisunique AND indrelid = '{table}'::regclass
            """
        );

        Assert.NotEmpty(keys);
        Assert.All(keys, key => Assert.Contains(column, key.Split(' ')));
    }

    [Fact]
    public async Task No_foreign_key_and_no_trigger_touches_the_log()
    {
        Assert.Empty(
            await Read(
                """
                SELECT conname FROM pg_constraint
                WHERE contype = 'f' AND 'visits'::regnamespace IN (
                    SELECT relnamespace FROM pg_class WHERE oid IN (conrelid, confrelid))
                """
            )
        );
        Assert.Empty(
            await Read("SELECT tgname FROM pg_trigger JOIN pg_class c ON c.oid = tgrelid WHERE c.relnamespace = 'visits'::regnamespace")
        );
    }

    private async Task<List<string>> Read(string sql)
    {
        await using var source = NpgsqlDataSource.Create(register.Options.Postgres!.Owner);
        await using var command = source.CreateCommand(sql);
        await using var reader = await command.ExecuteReaderAsync();
        var values = new List<string>();
        while (await reader.ReadAsync())
        {
            values.Add(reader.GetString(0));
        }
        return values;
    }
}
