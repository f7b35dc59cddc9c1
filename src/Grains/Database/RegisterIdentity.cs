using System.Data.Common;
using KiPass.Hosting.Settings;
using KiPass.Tokens.Keys;

namespace KiPass.Grains.Database;

/// <summary>
/// Records the cluster and the signing key that first used a database. A silo of another environment, or with the keys of another register,
/// is refused before it writes anything.
/// </summary>
internal static class RegisterIdentity
{
    private const string Claiming = """
        INSERT INTO register_identity (only_row, cluster_id, service_id) VALUES (true, @cluster, @service) ON CONFLICT DO NOTHING
        """;

    private const string ClaimingKey =
        "UPDATE register_identity SET signing_key = @key WHERE signing_key IS NULL OR signing_key = @replaced";

    /// <summary>Records the cluster in an empty database; in any other database, compares it.</summary>
    /// <exception cref="StartException">The database belongs to another cluster or service.</exception>
    public static async Task Claim(DbConnection connection, DatabaseOptions options, CancellationToken cancellationToken)
    {
        await Execute(connection, Claiming, cancellationToken, ("cluster", options.ClusterId), ("service", options.ServiceId));
        var (cluster, service) = (
            await Read(connection, "cluster_id", cancellationToken),
            await Read(connection, "service_id", cancellationToken)
        );
        if (cluster != options.ClusterId)
        {
            throw new StartException($"Register:ClusterId: '{options.ClusterId}', but this database belongs to the cluster '{cluster}'.");
        }
        if (service != options.ServiceId)
        {
            throw new StartException($"Register:ServiceId: '{options.ServiceId}', but this database belongs to the service '{service}'.");
        }
        if (!Directory.Exists(Path.Combine(options.Data, "keys")))
        {
            // A tool or a test uses the database without the register's folder.
            return;
        }
        var key = new DomainFolder(options.Data).SigningKey().Thumbprint;
        var replaced = options.AcceptSigningKey == key ? await Read(connection, "signing_key", cancellationToken) : null;
        await Execute(connection, ClaimingKey, cancellationToken, ("key", key), ("replaced", (object?)replaced ?? DBNull.Value));
        if (await Read(connection, "signing_key", cancellationToken) is { } known && known != key)
        {
            throw new StartException(
                $"keys/signing.json: holds the key {key}, but this database belongs to the register with {known}. Restore that key, or after a planned change start once with --Register:AcceptSigningKey {key}."
            );
        }
    }

    private static async Task Execute(
        DbConnection connection,
        string sql,
        CancellationToken cancellationToken,
        params (string Name, object Value)[] parameters
    )
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        foreach (var (name, value) in parameters)
        {
            var parameter = command.CreateParameter();
            (parameter.ParameterName, parameter.Value, parameter.DbType) = (name, value, System.Data.DbType.String);
            command.Parameters.Add(parameter);
        }
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private static async Task<string?> Read(DbConnection connection, string column, CancellationToken cancellationToken)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = $"SELECT {column} FROM register_identity";
        return await command.ExecuteScalarAsync(cancellationToken) as string;
    }
}
