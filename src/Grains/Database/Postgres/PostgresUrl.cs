using Npgsql;

namespace KiPass.Grains.Database.Postgres;

/// <summary>A PostgreSQL URL (<c>postgres://user:password@host:port/database</c>) as Npgsql wants it.</summary>
internal static class PostgresUrl
{
    /// <returns>Null when the text is not such a URL.</returns>
    public static NpgsqlConnectionStringBuilder? TryParse(string text)
    {
        if (
            !Uri.TryCreate(text, UriKind.Absolute, out var url)
            || url.Scheme is not ("postgres" or "postgresql")
            || url.Host.Length == 0
            || url.UserInfo.Length == 0
        )
        {
            return null;
        }
        var user = url.UserInfo.Split(':', 2);
        var result = new NpgsqlConnectionStringBuilder
        {
            Host = url.Host,
            Port = url.Port > 0 ? url.Port : 5432,
            Username = Uri.UnescapeDataString(user[0]),
            Database = url.AbsolutePath.Length > 1 ? Uri.UnescapeDataString(url.AbsolutePath[1..]) : "postgres",
        };
        if (user.Length > 1)
        {
            result.Password = Uri.UnescapeDataString(user[1]);
        }
        return result;
    }
}
