using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text.RegularExpressions;
using KiPass.Hosting.Settings;
using Npgsql;

namespace KiPass.Hosting.Postgres;

/// <summary>
/// Creates a domain's database and roles once over a superuser connection. The programs themselves never have such a connection.
/// </summary>
public static partial class DatabaseProvisioning
{
    /// <summary>Creates what is missing. Existing roles get new passwords.</summary>
    /// <param name="superuser">Connection string from <see cref="PostgresUrl"/>.</param>
    /// <param name="database">1 to 50 characters of a-z, 0-9 and _.</param>
    /// <param name="roles">Role names; the first one owns the database. Only these roles may connect.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <returns>Connection strings by role.</returns>
    /// <exception cref="StartException">The name is invalid or the server is unusable.</exception>
    public static async Task<IReadOnlyDictionary<string, string>> Make(
        NpgsqlConnectionStringBuilder superuser,
        string? database,
        IReadOnlyList<string> roles,
        CancellationToken cancellationToken
    )
    {
        if (database is null || !DatabaseName().IsMatch(database))
        {
            throw new StartException(
                SettingFault.Wrong("--database", database, "a name of 1 to 50 of a-z, 0-9 and _ that begins with a letter")
            );
        }
        var connections = roles.ToDictionary(
            role => role,
            role => new NpgsqlConnectionStringBuilder(superuser.ConnectionString)
            {
                Database = database,
                Username = $"{database}_{role}",
                Password = RandomNumberGenerator.GetHexString(48, lowercase: true),
            }
        );
        try
        {
            await using var server = NpgsqlDataSource.Create(superuser);
            await using var connection = await server.OpenConnectionAsync(cancellationToken);
            foreach (var role in connections.Values)
            {
                var verb = await Exists(connection, "SELECT 1 FROM pg_roles WHERE rolname = $1", role.Username!, cancellationToken)
                    ? "ALTER"
                    : "CREATE";
                // Names were validated and passwords are hexadecimal, so neither can end the literal.
                await Execute(
                    connection,
                    $"""{verb} ROLE "{role.Username}" LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE PASSWORD '{role.Password}'""",
                    cancellationToken
                );
            }
            if (!await Exists(connection, "SELECT 1 FROM pg_database WHERE datname = $1", database, cancellationToken))
            {
                var owner = connections[roles[0]].Username;
                await Execute(connection, $"""CREATE DATABASE "{database}" OWNER "{owner}" """, cancellationToken);
            }
            await Execute(connection, $"""REVOKE ALL ON DATABASE "{database}" FROM PUBLIC""", cancellationToken);
            foreach (var role in connections.Values)
            {
                await Execute(connection, $"""GRANT CONNECT ON DATABASE "{database}" TO "{role.Username}" """, cancellationToken);
            }
        }
        catch (Exception e) when (e is NpgsqlException or SocketException or TimeoutException)
        {
            throw new StartException($"--postgres: the server cannot be used: {e.Message}", e);
        }
        return connections.ToDictionary(role => role.Key, role => role.Value.ConnectionString);
    }

    /// <summary>Returns whether these connection strings point to that database on that server and can connect.</summary>
    internal static async Task<bool> Works(
        IEnumerable<string?> connections,
        NpgsqlConnectionStringBuilder superuser,
        string? database,
        CancellationToken cancellationToken
    )
    {
        foreach (var text in connections)
        {
            try
            {
                var connection = new NpgsqlConnectionStringBuilder(text) { Pooling = false };
                if (
                    (connection.Host, connection.Port, connection.SslMode, connection.Database)
                    != (superuser.Host, superuser.Port, superuser.SslMode, database)
                )
                {
                    return false;
                }
                await using var source = NpgsqlDataSource.Create(connection);
                await using var opened = await source.OpenConnectionAsync(cancellationToken);
            }
            catch (Exception e) when (e is PostgresException or ArgumentException)
            {
                return false;
            }
            catch (Exception e) when (e is NpgsqlException or SocketException or TimeoutException)
            {
                throw new StartException($"--postgres: the server cannot be used: {e.Message}", e);
            }
        }
        return true;
    }

    private static async Task<bool> Exists(NpgsqlConnection connection, string sql, string name, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = name });
        return await command.ExecuteScalarAsync(cancellationToken) is not null;
    }

    private static async Task Execute(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    [GeneratedRegex("^[a-z][a-z0-9_]{0,49}$")]
    private static partial Regex DatabaseName();
}
