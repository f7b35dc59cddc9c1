using Npgsql;

namespace KiPass.Grains.Database.Postgres;

/// <summary>
/// Builds connection pools for one PostgreSQL server, or for several of which one is the primary (<c>Host=db1,db2</c>): new connections
/// find a promoted standby.
/// </summary>
internal static class PostgresHosts
{
    /// <summary>How long the last known state of a host is used.</summary>
    private const int RecheckSeconds = 1;

    /// <summary>Every connection of the pool goes to the primary.</summary>
    public static NpgsqlDataSource BuildForPrimary(this NpgsqlDataSourceBuilder builder)
    {
        var parts = builder.ConnectionStringBuilder;
        if (parts.Host is null || !parts.Host.Contains(',', StringComparison.Ordinal))
        {
            return builder.Build();
        }
        // With several hosts, Npgsql takes it as an argument, not in the connection string.
        parts.TargetSessionAttributes = null;
        parts.HostRecheckSeconds = RecheckSeconds;
        return builder.BuildMultiHost().WithTargetSession(TargetSessionAttributes.Primary);
    }
}
