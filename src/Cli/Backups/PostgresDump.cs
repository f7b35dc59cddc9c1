using System.ComponentModel;
using System.Data.Common;
using System.Diagnostics;
using System.Globalization;

namespace KiPass.Cli.Backups;

/// <summary>Runs PostgreSQL's tools as the owner of a domain's database. For small stores; archive the WAL of a large register.</summary>
internal sealed class PostgresDump(DbConnectionStringBuilder owner)
{
    /// <summary>Name of the dump in a backup.</summary>
    public const string FileName = "database.dump";

    private static readonly string[] AuditTables = ["audit_entry", "audit", "trace_audit"];

    public string Database => Part("Database") ?? throw new CommandException("The connection string of settings.json names no database.");

    public async Task Dump(string file, CancellationToken cancellationToken)
    {
        await Run("pg_dump", ["--format=custom", "--no-password", $"--file={file}"], cancellationToken);
        PrivateFiles.Settle(file);
    }

    public Task Restore(string file, CancellationToken cancellationToken) =>
        Run(
            "pg_restore",
            ["--exit-on-error", "--single-transaction", "--no-owner", "--no-password", $"--dbname={Database}", file],
            cancellationToken
        );

    /// <summary>Returns whether the database is empty.</summary>
    public async Task<bool> IsEmpty(CancellationToken cancellationToken) =>
        await Ask(
            "SELECT count(*) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace "
                + "WHERE c.relkind IN ('r', 'p') AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'pg_toast')",
            cancellationToken
        ) == "0";

    /// <summary>Returns the number of audit log entries, or null if there is no audit log.</summary>
    public async Task<long?> AuditEntries(CancellationToken cancellationToken)
    {
        foreach (var table in AuditTables)
        {
            if (await Ask($"SELECT to_regclass('{table}') IS NOT NULL", cancellationToken) == "t")
            {
                return long.Parse(await Ask($"SELECT count(*) FROM {table}", cancellationToken), CultureInfo.InvariantCulture);
            }
        }
        return null;
    }

    private Task<string> Ask(string sql, CancellationToken cancellationToken) =>
        Run("psql", ["--no-psqlrc", "--no-password", "--tuples-only", "--no-align", "--command", sql], cancellationToken);

    private async Task<string> Run(string program, string[] arguments, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        Set("PGHOST", Part("Host"));
        Set("PGPORT", Part("Port"));
        Set("PGDATABASE", Database);
        Set("PGUSER", Part("Username"));
        Set("PGPASSWORD", Part("Password"));
        Set("PGSSLMODE", Part("SSL Mode")?.ToLowerInvariant().Replace("verifyfull", "verify-full").Replace("verifyca", "verify-ca"));
        Set("PGSSLROOTCERT", Part("Root Certificate"));
        try
        {
            using var process = Process.Start(start)!;
            using var stop = cancellationToken.Register(() => process.Kill(entireProcessTree: true));
            var errors = process.StandardError.ReadToEndAsync(CancellationToken.None);
            var output = await process.StandardOutput.ReadToEndAsync(CancellationToken.None);
            await process.WaitForExitAsync(CancellationToken.None);
            cancellationToken.ThrowIfCancellationRequested();
            return process.ExitCode == 0
                ? output.Trim()
                : throw new CommandException($"{program} failed: {(await errors).Trim().ReplaceLineEndings(" ")}", 1);
        }
        catch (Win32Exception)
        {
            throw new CommandException($"{program} is missing: install PostgreSQL's client (Debian: postgresql-client).");
        }

        void Set(string name, string? value)
        {
            if (value is not null)
            {
                start.Environment[name] = value;
            }
        }
    }

    private string? Part(string name) => owner.TryGetValue(name, out var value) ? value.ToString() : null;
}
