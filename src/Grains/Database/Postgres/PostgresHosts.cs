using Npgsql;

namespace KiPass.Grains.Database.Postgres;

/// <summary>
/// Builds pools for one PostgreSQL, or for several of which one is the primary (<c>Host=db1,db2</c>): after a standby was promoted, new
/// connections find it by themselves.
/// </summary>
internal static class PostgresHosts
{
    /// <summary>How long it is believed which host is the primary.</summary>
    private const int RecheckSeconds = 1;

    /// <summary>Every connection of the pool leads to a server that takes writes.</summary>
    public static NpgsqlDataSource BuildForPrimary(this NpgsqlDataSourceBuilder builder)
    {
        var parts = builder.ConnectionStringBuilder;
        if (parts.Host is null || !parts.Host.Contains(',', StringComparison.Ordinal))
        {
            return builder.Build();
        }
        // Npgsql takes it for a pool as a whole, not in the text.
        parts.TargetSessionAttributes = null;
        parts.HostRecheckSeconds = RecheckSeconds;
        return builder.BuildMultiHost().WithTargetSession(TargetSessionAttributes.Primary);
    }
}
