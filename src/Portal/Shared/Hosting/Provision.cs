using System.Security.Cryptography;
using System.Text.Json;
using Npgsql;

namespace KiPass.Portal.Shared.Hosting;

/// <summary>
/// <c>provision --postgres URL --database NAME --Portal:Data DIR</c>: makes the portal's database and its one role on PostgreSQL, and writes the
/// role's password into <c>{Data}/settings.json</c> (0600). Changes nothing that exists.
/// </summary>
public static class Provision
{
    public static async Task<int> Run(string[] args)
    {
        var settings = new ConfigurationBuilder().AddCommandLine(args).Build();
        if (
            settings["postgres"] is not { } superuser
            || settings["database"] is not { } database
            || settings["Portal:Data"] is not { } data
        )
        {
            await Console.Error.WriteLineAsync("provision needs --postgres, --database and --Portal:Data.");
            return 2;
        }
        try
        {
            await Make(Parse(superuser), database, data);
            return 0;
        }
        catch (Exception failure) when (failure is NpgsqlException or ArgumentException or IOException)
        {
            await Console.Error.WriteLineAsync($"The accounts database cannot be made: {failure.Message.ReplaceLineEndings(" ")}");
            return 1;
        }
    }

    private static async Task Make(NpgsqlConnectionStringBuilder superuser, string database, string data)
    {
        var role = database + "_accounts";
        var password = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(24));
        await using (var server = NpgsqlDataSource.Create(superuser))
        {
            var known = await Exists(server, "SELECT 1 FROM pg_roles WHERE rolname = $1", role);
            await Execute(server, $"{(known ? "ALTER" : "CREATE")} ROLE {Quote(role)} LOGIN PASSWORD '{password}'");
            if (!await Exists(server, "SELECT 1 FROM pg_database WHERE datname = $1", database))
            {
                await Execute(server, $"CREATE DATABASE {Quote(database)} OWNER {Quote(role)}");
                await Execute(server, $"REVOKE ALL ON DATABASE {Quote(database)} FROM PUBLIC");
            }
        }
        var own = new NpgsqlConnectionStringBuilder
        {
            Host = superuser.Host,
            Port = superuser.Port,
            Database = database,
            Username = role,
            Password = password,
            SslMode = superuser.SslMode,
        };
        Write(data, own.ToString());
    }

    private static NpgsqlConnectionStringBuilder Parse(string url)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out var uri) || uri.Scheme is not ("postgres" or "postgresql"))
        {
            return new NpgsqlConnectionStringBuilder(url);
        }
        var user = uri.UserInfo.Split(':', 2);
        return new NpgsqlConnectionStringBuilder
        {
            Host = uri.Host.Length > 0 ? uri.Host : "localhost",
            Port = uri.Port > 0 ? uri.Port : 5432,
            Database = uri.AbsolutePath.Trim('/') is { Length: > 0 } named ? named : "postgres",
            Username = Uri.UnescapeDataString(user[0]),
            Password = user.Length > 1 ? Uri.UnescapeDataString(user[1]) : null,
        };
    }

    private static async Task<bool> Exists(NpgsqlDataSource server, string question, string name)
    {
        await using var command = server.CreateCommand(question);
        command.Parameters.Add(new NpgsqlParameter { Value = name });
        return await command.ExecuteScalarAsync() is not null;
    }

    private static async Task Execute(NpgsqlDataSource server, string statement)
    {
        await using var command = server.CreateCommand(statement);
        await command.ExecuteNonQueryAsync();
    }

    private static string Quote(string name) => "\"" + name.Replace("\"", "\"\"", StringComparison.Ordinal) + "\"";

    private static void Write(string data, string connection)
    {
        Directory.CreateDirectory(data);
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }
        using var stream = new FileStream(Path.Combine(data, "settings.json"), options);
        JsonSerializer.Serialize(stream, new { Portal = new { Postgres = connection } });
    }
}
