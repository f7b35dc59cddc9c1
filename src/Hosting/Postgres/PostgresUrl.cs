using System.Collections.Frozen;
using KiPass.Hosting.Settings;
using Npgsql;

namespace KiPass.Hosting.Postgres;

/// <summary>
/// Parses the URL of <c>--postgres</c>: <c>postgres://user:password@host:port/database?sslmode=verify-full</c>. Percent-encoded if needed;
/// an IPv6 address is written in brackets. Defaults: port 5432 and database <c>postgres</c>.
/// </summary>
public static class PostgresUrl
{
    /// <summary>Environment variable with the URL. Everyone on the machine can read the arguments of a process.</summary>
    public const string Variable = "KIPASS_POSTGRES";

    private const string Setting = "--postgres";
    private const string Allowed = "a URL such as postgres://user:password@host:5432/postgres?sslmode=require";
    private const int DefaultPort = 5432;
    private const string DefaultDatabase = "postgres";

    // Parameter values of libpq.
    private static readonly FrozenDictionary<string, SslMode> SslModes = new Dictionary<string, SslMode>
    {
        ["disable"] = SslMode.Disable,
        ["allow"] = SslMode.Allow,
        ["prefer"] = SslMode.Prefer,
        ["require"] = SslMode.Require,
        ["verify-ca"] = SslMode.VerifyCA,
        ["verify-full"] = SslMode.VerifyFull,
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>Converts the URL of a command-line argument, which must not have a password.</summary>
    /// <exception cref="StartException">The URL is invalid or has a password. Shows no password.</exception>
    public static NpgsqlConnectionStringBuilder ParseArgument(string? text) =>
        Parse(text) is { Password: null } url
            ? url
            : throw new StartException(
                $"{Setting}: everyone on this machine can read arguments. Put a URL with a password into {Variable}, or the password into the file that PGPASSFILE names."
            );

    /// <summary>Converts the URL to an Npgsql connection string.</summary>
    /// <exception cref="StartException">The URL is invalid or has parameters other than <c>sslmode</c>. Shows no password.</exception>
    public static NpgsqlConnectionStringBuilder Parse(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            throw new StartException(SettingFault.Missing(Setting, Allowed));
        }
        if (
            !Uri.TryCreate(text, UriKind.Absolute, out var url)
            || url.Scheme is not ("postgres" or "postgresql")
            || url.Host.Length == 0
            || url.UserInfo is "" or [':', ..]
            || url.Port == 0
            || url.Fragment.Length > 0
        )
        {
            throw new StartException(SettingFault.Secret(Setting, Allowed));
        }
        var user = url.UserInfo.Split(':', 2);
        var result = new NpgsqlConnectionStringBuilder
        {
            // Strip the brackets of an IPv6 address.
            Host = url.DnsSafeHost,
            Port = url.Port > 0 ? url.Port : DefaultPort,
            Username = Uri.UnescapeDataString(user[0]),
            Password = user.Length > 1 ? Uri.UnescapeDataString(user[1]) : null,
            Database = url.AbsolutePath.Length > 1 ? Uri.UnescapeDataString(url.AbsolutePath[1..]) : DefaultDatabase,
        };
        foreach (var parameter in url.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            ReadParameter(result, parameter.Split('=', 2));
        }
        return result;
    }

    private static void ReadParameter(NpgsqlConnectionStringBuilder result, string[] parameter)
    {
        var name = Uri.UnescapeDataString(parameter[0]);
        if (name != "sslmode")
        {
            throw new StartException($"{Setting}: the parameter '{name}' is not known; the only one is sslmode.");
        }
        var value = parameter.Length > 1 ? Uri.UnescapeDataString(parameter[1]) : "";
        result.SslMode = SslModes.TryGetValue(value, out var mode)
            ? mode
            : throw new StartException(
                SettingFault.Wrong($"{Setting}, sslmode", value, "disable, allow, prefer, require, verify-ca or verify-full")
            );
    }
}
