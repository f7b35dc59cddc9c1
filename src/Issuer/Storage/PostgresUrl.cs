using KiPass.Issuer.Settings;
using Npgsql;

namespace KiPass.Issuer.Storage;

/// <summary>A server as <c>--postgres</c> names it: <c>postgres://user:password@host:port/database?sslmode=…</c>.</summary>
internal static class PostgresUrl
{
    private const int DefaultPort = 5432;

    /// <exception cref="StartException">Not such an address.</exception>
    public static NpgsqlConnectionStringBuilder Parse(string? text)
    {
        if (
            !Uri.TryCreate(text, UriKind.Absolute, out var url)
            || url.Scheme is not ("postgres" or "postgresql")
            || url.UserInfo.Length == 0
        )
        {
            throw new StartException("--postgres must be an address like postgres://user:password@host:5432/postgres.");
        }
        var user = url.UserInfo.Split(':', 2);
        var connection = new NpgsqlConnectionStringBuilder
        {
            Host = Uri.UnescapeDataString(url.Host),
            Port = url.Port > 0 ? url.Port : DefaultPort,
            Username = Uri.UnescapeDataString(user[0]),
            Password = user.Length == 2 ? Uri.UnescapeDataString(user[1]) : null,
            Database = url.AbsolutePath.Length > 1 ? Uri.UnescapeDataString(url.AbsolutePath[1..]) : "postgres",
        };
        foreach (var pair in url.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries).Select(p => p.Split('=', 2)))
        {
            if (
                pair is not ["sslmode", var mode]
                || !Enum.TryParse<SslMode>(mode.Replace("-", "", StringComparison.Ordinal), ignoreCase: true, out var ssl)
            )
            {
                throw new StartException("--postgres understands no option but sslmode.");
            }
            connection.SslMode = ssl;
        }
        return connection;
    }
}
