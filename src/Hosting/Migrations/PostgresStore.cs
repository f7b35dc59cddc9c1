using DbUp;
using DbUp.Builder;
using Npgsql;

namespace KiPass.Hosting.Migrations;

/// <summary>A database on PostgreSQL. An advisory lock of the session lets one process at a time migrate it.</summary>
/// <param name="owner">Connection string of the role that owns the tables.</param>
/// <param name="turn">Number of the advisory lock: all versions of a program take the same one.</param>
public sealed class PostgresStore(string owner, long turn) : ISchemaStore
{
    // Processes of the version before go on meanwhile: a change that would make them wait behind it gives up instead.
    private const string LongestLockWait = "3s";
    private const int StatementSeconds = 60;

    public string Place => "PostgreSQL";

    public IDisposable Open()
    {
        // Not pooled: closing the connection releases the lock.
        var connection = new NpgsqlConnection(Parts().ConnectionString);
        try
        {
            connection.Open();
            using var wait = new NpgsqlCommand("SELECT pg_advisory_lock($1)", connection) { CommandTimeout = 0 };
            wait.Parameters.Add(new NpgsqlParameter<long> { TypedValue = turn });
            wait.ExecuteNonQuery();
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    public UpgradeEngineBuilder Target()
    {
        var parts = Parts();
        parts.Options = $"{parts.Options} -c lock_timeout={LongestLockWait}".Trim();
        return DeployChanges.To.PostgresqlDatabase(parts.ConnectionString);
    }

    private NpgsqlConnectionStringBuilder Parts() => new(owner) { Pooling = false, CommandTimeout = StatementSeconds };
}
