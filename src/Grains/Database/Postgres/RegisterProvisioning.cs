using System.Security.Cryptography;
using System.Text.Json;
using System.Text.RegularExpressions;
using Npgsql;

namespace KiPass.Grains.Database.Postgres;

/// <summary>
/// Makes the register's database and roles with a superuser's connection, once; the register itself never has such a connection.
/// </summary>
internal static partial class RegisterProvisioning
{
    private static readonly string[] Roles = ["owner", "recorder", "tracer", "destroyer", "orleans"];

    /// <summary>Makes what is absent. Roles that exist get new passwords, so that the answer is always right.</summary>
    /// <param name="database">Lower-case letters, digits and underscores; roles are named after it.</param>
    public static async Task<RegisterPostgres> Provision(
        NpgsqlConnectionStringBuilder superuser,
        string database,
        CancellationToken cancellationToken
    )
    {
        if (!DatabaseName().IsMatch(database))
        {
            throw new RegisterStartException($"'{database}': a database's name has 1 to 40 of a-z, 0-9 and _, and begins with a letter.");
        }
        var passwords = Roles.ToDictionary(role => role, _ => RandomNumberGenerator.GetHexString(48, lowercase: true));
        try
        {
            await using var source = NpgsqlDataSource.Create(superuser.ConnectionString);
            await using var connection = await source.OpenConnectionAsync(cancellationToken);
            foreach (var role in Roles)
            {
                var name = $"{database}_{role}";
                var verb = await Exists(connection, "SELECT 1 FROM pg_roles WHERE rolname = $1", name) ? "ALTER" : "CREATE";
                await Execute(
                    connection,
                    $"""{verb} ROLE "{name}" LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE PASSWORD '{passwords[role]}'"""
                );
            }
            if (!await Exists(connection, "SELECT 1 FROM pg_database WHERE datname = $1", database))
            {
                await Execute(connection, $"""CREATE DATABASE "{database}" OWNER "{database}_owner" """);
            }
            await Execute(connection, $"""REVOKE ALL ON DATABASE "{database}" FROM PUBLIC""");
            foreach (var role in Roles)
            {
                await Execute(connection, $"""GRANT CONNECT ON DATABASE "{database}" TO "{database}_{role}" """);
            }
        }
        catch (Exception e) when (e is NpgsqlException or TimeoutException)
        {
            throw new RegisterStartException($"PostgreSQL cannot be provisioned: {e.Message.ReplaceLineEndings(" ")}", e);
        }

        string For(string role) =>
            new NpgsqlConnectionStringBuilder(superuser.ConnectionString)
            {
                Database = database,
                Username = $"{database}_{role}",
                Password = passwords[role],
                // A reload of settings.json is not needed for these; they only describe the place.
                Pooling = true,
            }.ConnectionString;
        return new RegisterPostgres
        {
            Owner = For("owner"),
            Recorder = For("recorder"),
            Tracer = For("tracer"),
            Destroyer = For("destroyer"),
            Orleans = For("orleans"),
        };
    }

    /// <summary>Provisions and keeps the connection strings in <c>{data}/settings.json</c>, readable by its owner alone.</summary>
    public static async Task ProvisionInto(string data, string url, string database, CancellationToken cancellationToken)
    {
        var superuser =
            PostgresUrl.TryParse(url)
            ?? throw new RegisterStartException("--postgres: not a URL of the form postgres://user:password@host:port/database.");
        var postgres = await Provision(superuser, database, cancellationToken);
        var settings = new Dictionary<string, object>
        {
            [DatabaseOptions.Section] = new Dictionary<string, object> { [nameof(DatabaseOptions.Postgres)] = postgres },
        };
        try
        {
            Directory.CreateDirectory(data);
            var file = Path.Combine(data, "settings.json");
            var draft = file + ".new";
            File.Delete(draft);
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows())
            {
                options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            }
            await using (var stream = new FileStream(draft, options))
            {
                await JsonSerializer.SerializeAsync(stream, settings, JsonSerializerOptions.Web, cancellationToken);
                stream.Flush(flushToDisk: true);
            }
            File.Move(draft, file, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new RegisterStartException($"{data}: settings.json cannot be written: {e.Message.ReplaceLineEndings(" ")}", e);
        }
    }

    private static async Task<bool> Exists(NpgsqlConnection connection, string sql, string name)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        command.With(name);
        return await command.ExecuteScalarAsync() is not null;
    }

    private static async Task Execute(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    [GeneratedRegex("^[a-z][a-z0-9_]{0,39}$")]
    private static partial Regex DatabaseName();
}
