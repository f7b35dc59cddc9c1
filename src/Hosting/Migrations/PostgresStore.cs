using DbUp;
using DbUp.Builder;
using Npgsql;

namespace KiPass.Hosting.Migrations;

/// <summary>A PostgreSQL database. A session advisory lock allows one process at a time to migrate it.</summary>
/// <param name="owner">Connection string of the role that owns the tables.</param>
/// <param name="turn">Advisory lock number, the same in all versions of a program.</param>
/// <param name="user">
/// Connection string of the program's own role, which gets the rights to rows (<see cref="TableGrants"/>). If null, the scripts grant rights.
/// </param>
public sealed class PostgresStore(string owner, long turn, string? user = null) : ISchemaStore
{
    // Processes of the previous version keep running meanwhile. A change that would block them times out instead.
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

    public void Finish()
    {
        if (user is null || new NpgsqlConnectionStringBuilder(user).Username is not { Length: > 0 } role || role == Parts().Username)
        {
            return;
        }
        using var connection = new NpgsqlConnection(Parts().ConnectionString);
        connection.Open();
        TableGrants.Apply(connection, role);
    }

    public UpgradeEngineBuilder Target()
    {
        var parts = Parts();
        parts.Options = $"{parts.Options} -c lock_timeout={LongestLockWait}".Trim();
        return DeployChanges.To.PostgresqlDatabase(parts.ConnectionString);
    }

    private NpgsqlConnectionStringBuilder Parts() => new(owner) { Pooling = false, CommandTimeout = StatementSeconds };
}
