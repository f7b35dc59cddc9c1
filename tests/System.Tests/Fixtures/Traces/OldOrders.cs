using System.Globalization;
using KiPass.SystemTests.Traces;
using KiPass.Testing;
using KiPass.Tokens;
using Microsoft.Data.Sqlite;

namespace KiPass.SystemTests.Fixtures;

/// <summary>Puts orders of a stack's authority where only weeks would bring them, in its store and beside its running portal.</summary>
internal static class OldOrders
{
    /// <summary>Sets an order's state.</summary>
    /// <param name="refusal">With <c>Refused</c>: the register's reason.</param>
    public static Task Become(this KiPassStack stack, string order, string state, string refusal = "") =>
        stack.Run(
            """UPDATE trace_order SET "State" = $state, "Refusal" = $refusal WHERE lower("Id") = $order""",
            ("$state", state),
            ("$refusal", refusal),
            ("$order", order)
        );

    /// <summary>Adds as many orders like a finished one as if they had been decided so many months ago.</summary>
    public static async Task Repeat(this KiPassStack stack, string order, int times, int monthsAgo)
    {
        var today = KoreanDay.Of(TimeProvider.System.GetUtcNow()).Date;
        var middle = new DateTimeOffset(today.Year, today.Month, 15, 12, 0, 0, KoreanDay.Offset).AddMonths(-monthsAgo);
        for (var i = 0; i < times; i++)
        {
            await stack.Run(
                """
                CREATE TEMP TABLE old AS SELECT * FROM trace_order WHERE lower("Id") = $order;
                UPDATE old SET "Id" = $id, "State" = 'Destroyed', "DecidedAt" = $at, "Jws" = NULL, "SealedPerson" = NULL;
                INSERT INTO trace_order SELECT * FROM old;
                """,
                ("$order", order),
                ("$id", Guid.NewGuid().ToString().ToUpper(CultureInfo.InvariantCulture)),
                ("$at", middle.ToUnixTimeMilliseconds())
            );
        }
    }

    private static async Task Run(this KiPassStack stack, string sql, params (string Name, object Value)[] values)
    {
        var file = Path.Combine(stack.Data, "authority", "authority.db");
        await using var connection = new SqliteConnection($"Data Source={file};Mode=ReadWrite;Pooling=false;Default Timeout=30");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        foreach (var (name, value) in values)
        {
            command.Parameters.AddWithValue(name, value);
        }
        Assert.True(await command.ExecuteNonQueryAsync() > 0, "No such order.");
    }
}
