using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using KiPass.Issuer.Settings;
using KiPass.Tokens.Keys;
using Npgsql;

namespace KiPass.Issuer.Storage;

/// <summary>
/// Makes the issuer's database and its two roles on a PostgreSQL server, and keeps their passwords in <c>{Data}/settings.json</c>, readable by
/// the issuer alone. Safe to repeat.
/// </summary>
internal static partial class Provisioning
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <param name="postgres">A superuser's address.</param>
    /// <param name="database">The database's name; the roles are <c>{database}_owner</c> and <c>{database}_app</c>.</param>
    /// <param name="data">The issuer's folder.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="StartException">The address, name or server cannot be used.</exception>
    public static async Task Run(string? postgres, string? database, string data, CancellationToken cancellationToken)
    {
        var superuser = PostgresUrl.Parse(postgres);
        if (database is null || !DatabaseName().IsMatch(database))
        {
            throw new StartException("--database must be a name of lower-case letters, digits and underscores, at most 50 characters.");
        }
        var file = Path.Combine(data, "settings.json");
        try
        {
            var settings = await ReadSettings(file, cancellationToken);
            if (await Works(settings, superuser, database, cancellationToken))
            {
                return;
            }
            var owner = ForRole(superuser, database, "owner");
            var app = ForRole(superuser, database, "app");
            await MakeDatabase(superuser, owner, app, cancellationToken);
            if (settings["Issuer"] is not JsonObject)
            {
                settings["Issuer"] = new JsonObject();
            }
            settings["Issuer"]!["Postgres"] = new JsonObject { ["Owner"] = owner.ConnectionString, ["App"] = app.ConnectionString };
            await WriteSettings(file, settings, cancellationToken);
        }
        catch (Exception e) when (e is NpgsqlException or System.Net.Sockets.SocketException or TimeoutException)
        {
            throw new StartException($"The PostgreSQL server cannot be used: {e.Message.ReplaceLineEndings(" ")}", e);
        }
    }

    private static NpgsqlConnectionStringBuilder ForRole(NpgsqlConnectionStringBuilder superuser, string database, string role) =>
        new(superuser.ConnectionString)
        {
            Database = database,
            Username = $"{database}_{role}",
            Password = Base64Url.Encode(RandomNumberGenerator.GetBytes(24)),
        };

    private static async Task MakeDatabase(
        NpgsqlConnectionStringBuilder superuser,
        NpgsqlConnectionStringBuilder owner,
        NpgsqlConnectionStringBuilder app,
        CancellationToken cancellationToken
    )
    {
        await using var server = NpgsqlDataSource.Create(superuser);
        foreach (var role in new[] { owner, app })
        {
            var verb = await Exists(server, "SELECT 1 FROM pg_roles WHERE rolname = $1", role.Username!, cancellationToken)
                ? "ALTER"
                : "CREATE";
            // The name is checked and the password is base64url: neither can end the literal.
            await Execute(server, $"{verb} ROLE {role.Username} LOGIN PASSWORD '{role.Password}'", cancellationToken);
        }
        if (!await Exists(server, "SELECT 1 FROM pg_database WHERE datname = $1", app.Database!, cancellationToken))
        {
            await Execute(server, $"CREATE DATABASE {app.Database} OWNER {owner.Username}", cancellationToken);
        }
        await Execute(server, $"REVOKE ALL ON DATABASE {app.Database} FROM PUBLIC", cancellationToken);
        await Execute(server, $"GRANT CONNECT ON DATABASE {app.Database} TO {app.Username}", cancellationToken);
    }

    // Whether an earlier run made all this on the same server.
    private static async Task<bool> Works(
        JsonObject settings,
        NpgsqlConnectionStringBuilder superuser,
        string database,
        CancellationToken cancellationToken
    )
    {
        foreach (var name in new[] { "Owner", "App" })
        {
            if (settings["Issuer"]?["Postgres"]?[name]?.GetValue<string>() is not { } text)
            {
                return false;
            }
            var connection = new NpgsqlConnectionStringBuilder(text);
            if ((connection.Host, connection.Port, connection.Database) != (superuser.Host, superuser.Port, database))
            {
                return false;
            }
            try
            {
                await using var source = NpgsqlDataSource.Create(connection);
                await Execute(source, "SELECT 1", cancellationToken);
            }
            catch (PostgresException)
            {
                return false;
            }
        }
        return true;
    }

    private static async Task<bool> Exists(NpgsqlDataSource source, string sql, string name, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand(sql);
        command.Parameters.AddWithValue(name);
        return await command.ExecuteScalarAsync(cancellationToken) is not null;
    }

    private static async Task Execute(NpgsqlDataSource source, string sql, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private static async Task<JsonObject> ReadSettings(string file, CancellationToken cancellationToken)
    {
        try
        {
            return File.Exists(file) ? JsonNode.Parse(await File.ReadAllTextAsync(file, cancellationToken))!.AsObject() : [];
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new StartException($"{file}: not readable as settings.", e);
        }
    }

    private static async Task WriteSettings(string file, JsonObject settings, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        var draft = file + ".new";
        File.Delete(draft);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }
        await using (var stream = new FileStream(draft, options))
        {
            await JsonSerializer.SerializeAsync(stream, settings, Indented, cancellationToken);
            stream.Flush(flushToDisk: true);
        }
        File.Move(draft, file, overwrite: true);
    }

    [GeneratedRegex("^[a-z][a-z0-9_]{0,49}$")]
    private static partial Regex DatabaseName();
}
