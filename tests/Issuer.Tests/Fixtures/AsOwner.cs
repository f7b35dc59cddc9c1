using System.Data.Common;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace KiPass.Issuer.Tests.Fixtures;

/// <summary>Works in an issuer's database as its owner, who may alter tables, in order to bring an earlier schema back.</summary>
internal static class AsOwner
{
    public static async Task<DbConnection> Open(IssuerHost issuer)
    {
        DbConnection connection = issuer.Database is { } database
            ? new NpgsqlConnection((await KiPass.Testing.PostgresServer.Shared).ConnectionString(database))
            : new SqliteConnection($"Data Source={Path.Combine(issuer.Data, "issuer.db")};Pooling=false");
        await connection.OpenAsync();
        return connection;
    }

    public static async Task Execute(this DbConnection connection, string sql, params (string Name, object Value)[] values)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        foreach (var (name, value) in values)
        {
            var parameter = command.CreateParameter();
            (parameter.ParameterName, parameter.Value) = (name, value);
            command.Parameters.Add(parameter);
        }
        await command.ExecuteNonQueryAsync();
    }
}
