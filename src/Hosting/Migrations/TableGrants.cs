using Npgsql;

namespace KiPass.Hosting.Migrations;

/// <summary>
/// What a program's role may do with the tables of a schema that it does not own: read and write rows, and only append to audit logs (tables
/// named <c>…_audit</c>). It cannot change tables, or disable the triggers that protect them.
/// </summary>
internal static class TableGrants
{
    // One statement, so that no other session sees a step in between. Roles and tables were named by this program.
    private const string Sql = """
        DO $grants$
        DECLARE
            role text := '{role}';
            audit text;
        BEGIN
            EXECUTE format('GRANT USAGE ON SCHEMA public TO %I', role);
            EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO %I', role);
            EXECUTE format('GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO %I', role);
            EXECUTE format('REVOKE INSERT, UPDATE, DELETE ON schemaversions FROM %I', role);
            FOR audit IN
                SELECT relname FROM pg_class
                WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND relname LIKE '%\_audit'
            LOOP
                EXECUTE format('REVOKE UPDATE, DELETE, TRUNCATE ON %I FROM %I', audit, role);
            END LOOP;
        END
        $grants$
        """;

    /// <param name="connection">A connection of the owner.</param>
    /// <param name="role">The role of the running program.</param>
    public static void Apply(NpgsqlConnection connection, string role)
    {
        using var command = new NpgsqlCommand(
            Sql.Replace("{role}", role.Replace("'", "''", StringComparison.Ordinal), StringComparison.Ordinal),
            connection
        );
        command.ExecuteNonQuery();
    }
}
