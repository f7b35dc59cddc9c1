using KiPass.Tokens;
using Npgsql;
using NpgsqlTypes;

namespace KiPass.Grains.Database.Postgres;

/// <summary>Adds values as positional parameters of PostgreSQL statements (<c>$1</c>, <c>$2</c>, …).</summary>
internal static class PostgresValues
{
    public static NpgsqlCommand With(this NpgsqlCommand command, Guid value) =>
        command.Add(new NpgsqlParameter<Guid> { TypedValue = value });

    public static NpgsqlCommand With(this NpgsqlCommand command, long value) =>
        command.Add(new NpgsqlParameter<long> { TypedValue = value });

    public static NpgsqlCommand With(this NpgsqlCommand command, int value) => command.Add(new NpgsqlParameter<int> { TypedValue = value });

    public static NpgsqlCommand With(this NpgsqlCommand command, string value) =>
        command.Add(new NpgsqlParameter<string> { TypedValue = value });

    public static NpgsqlCommand With(this NpgsqlCommand command, KoreanDay value) =>
        command.Add(new NpgsqlParameter<DateOnly> { TypedValue = value.Date, NpgsqlDbType = NpgsqlDbType.Date });

    public static NpgsqlCommand With(this NpgsqlCommand command, DateTimeOffset value) =>
        command.Add(new NpgsqlParameter<DateTime> { TypedValue = value.UtcDateTime, NpgsqlDbType = NpgsqlDbType.TimestampTz });

    /// <summary>An array parameter whose list is refilled before each execution.</summary>
    public static NpgsqlCommand With<T>(this NpgsqlCommand command, List<T> values, NpgsqlDbType type) =>
        command.Add(new NpgsqlParameter<List<T>> { TypedValue = values, NpgsqlDbType = NpgsqlDbType.Array | type });

    private static NpgsqlCommand Add(this NpgsqlCommand command, NpgsqlParameter parameter)
    {
        command.Parameters.Add(parameter);
        return command;
    }
}
