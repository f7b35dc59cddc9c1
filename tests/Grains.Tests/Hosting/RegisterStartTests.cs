using System.Data.Common;
using KiPass.Grains.Database;
using KiPass.Grains.Database.Postgres;
using KiPass.Grains.Hosting;
using KiPass.Grains.Tests.Visits.Stores;
using KiPass.Grains.Visits;
using KiPass.Hosting.Postgres;
using KiPass.Hosting.Settings;
using KiPass.Testing;
using KiPass.Tokens.Keys;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Configuration;
using Npgsql;

namespace KiPass.Grains.Tests.Hosting;

/// <summary>What cannot start says so in one line, and starts once it is mended.</summary>
public sealed class RegisterStartTests
{
    [Fact]
    public async Task An_unreachable_database_stops_startup_with_one_line_and_no_password()
    {
        await using var register = await TestRegister.Create(StoreKind.Postgres);
        var options = register.Options;
        var here = options.Postgres!.Owner;
        options.Postgres.Owner = $"Host=127.0.0.1;Port={FreePorts.Next()};Username=o;Password=secret-word;Database=d;Timeout=2";

        var failure = await Assert.ThrowsAsync<StartException>(() => StorageHosting.Prepare(options, register.Time));

        Assert.DoesNotContain('\n', failure.Message);
        Assert.DoesNotContain("secret-word", failure.Message);
        options.Postgres.Owner = here;
        await StorageHosting.Prepare(options, register.Time);
    }

    [Fact]
    public async Task A_damaged_database_file_stops_startup_with_one_line_that_names_it()
    {
        await using var register = await TestRegister.Create(StoreKind.Sqlite);
        var path = RegisterMigrator.SqlitePath(register.Options.Data);
        var whole = await File.ReadAllBytesAsync(path);
        await File.WriteAllBytesAsync(path, [.. Enumerable.Repeat((byte)0x55, 5000)]);

        var failure = await Assert.ThrowsAsync<StartException>(() => StorageHosting.Prepare(register.Options, register.Time));

        Assert.Contains(path, failure.Message);
        Assert.DoesNotContain('\n', failure.Message);
        await File.WriteAllBytesAsync(path, whole);
        await StorageHosting.Prepare(register.Options, register.Time);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3600)]
    public async Task A_silo_takes_a_higher_generation_than_its_predecessor_even_after_the_clock_was_set_back(int secondsAhead)
    {
        await using var register = await TestRegister.Create(StoreKind.Postgres);
        var before = SiloAddress.AllocateNewGeneration() + secondsAhead;
        await using var source = NpgsqlDataSource.Create(register.Options.Postgres!.Orleans);
        await using var command = source.CreateCommand(
            $"""
            INSERT INTO membership_version (deployment_id) VALUES ('kipass');
            INSERT INTO membership (deployment_id, address, port, generation, silo_name, host_name, status, start_time, i_am_alive_time)
            VALUES ('kipass', '127.0.0.1', {register.Options.SiloPort}, {before}, 's', 'h', 6, now(), now())
            """
        );
        await command.ExecuteNonQueryAsync();

        await StorageHosting.Prepare(register.Options, register.Time);

        Assert.True(SiloAddress.AllocateNewGeneration() > before);
    }

    [Theory]
    [InlineData(StoreKind.Sqlite)]
    [InlineData(StoreKind.Postgres)]
    public async Task A_database_of_another_cluster_service_version_or_key_is_refused(StoreKind kind)
    {
        await using var register = await TestRegister.Create(kind);
        var options = register.Options;
        options.ClusterId = "staging";
        Assert.Contains("Register:ClusterId: 'staging'", await Refusal());
        (options.ClusterId, options.ServiceId) = ("kipass", "other");
        Assert.Contains("Register:ServiceId: 'other'", await Refusal());
        options.ServiceId = "kipass";

        var folder = new DomainFolder(options.Data);
        folder.CreateKeys(withAgreement: true);
        await StorageHosting.Prepare(options, register.Time);
        Directory.Delete(Path.Combine(options.Data, "keys"), recursive: true);
        folder.CreateKeys(withAgreement: true);
        Assert.Contains("keys/signing.json", await Refusal());
        options.AcceptSigningKey = folder.SigningKey().Thumbprint;
        await StorageHosting.Prepare(options, register.Time);
        options.AcceptSigningKey = null;
        await StorageHosting.Prepare(options, register.Time);

        await Execute(options, "INSERT INTO schemaversions (scriptname, applied) VALUES ('sql/x/9999_of_tomorrow.sql', CURRENT_TIMESTAMP)");
        Assert.Contains("9999_of_tomorrow.sql", await Refusal());

        async Task<string> Refusal()
        {
            var failure = await Assert.ThrowsAsync<StartException>(() => StorageHosting.Prepare(options, register.Time));
            Assert.DoesNotContain('\n', failure.Message);
            return failure.Message;
        }
    }

    /// <summary>Goal: a silo of the new version may migrate while doors work. Method: the newest script is applied while visits are stored.</summary>
    [Fact]
    public async Task A_visit_log_of_pass_version_1_in_SQLite_is_refused()
    {
        await using var register = await TestRegister.Create(StoreKind.Sqlite);
        await register.Log.Append(SomeVisits.At(register.Now), default);
        var file = Directory.EnumerateFiles(Path.Combine(register.Options.Data, "visits"), "*.db").First();
        await using (var connection = new SqliteConnection($"Data Source={file};Pooling=false"))
        {
            await connection.OpenAsync();
            await using var command = connection.CreateCommand();
            command.CommandText = "PRAGMA user_version = 0";
            await command.ExecuteNonQueryAsync();
        }

        var failure = await Assert.ThrowsAsync<StartException>(() => StorageHosting.Prepare(register.Options, register.Time));

        Assert.Contains("pass version 1", failure.Message);
        Assert.DoesNotContain('\n', failure.Message);
    }

    [Fact]
    public async Task A_visit_log_of_pass_version_1_in_PostgreSQL_is_refused()
    {
        await using var register = await TestRegister.Create(StoreKind.Postgres);
        await register.Log.Append(SomeVisits.At(register.Now), default);
        // As before the first start of this version.
        await Execute(register.Options, "DELETE FROM schemaversions WHERE scriptname LIKE '%0501%'");

        var failure = await Assert.ThrowsAsync<StartException>(() => StorageHosting.Prepare(register.Options, register.Time));

        Assert.Contains("pass version 1", failure.Message);
        Assert.DoesNotContain('\n', failure.Message);
    }

    [Fact]
    public async Task Visits_are_stored_while_a_migration_runs()
    {
        await using var register = await TestRegister.Create(StoreKind.Postgres);
        await Execute(
            register.Options,
            "DROP TABLE register_identity; DELETE FROM schemaversions WHERE scriptname LIKE '%0006_identity.sql'"
        );
        var stored = 0;
        using var migrated = new CancellationTokenSource();
        var doors = Enumerable
            .Range(0, 4)
            .Select(_ =>
                Task.Run(async () =>
                {
                    while (!migrated.IsCancellationRequested)
                    {
                        var answer = await register.Log.Append(SomeVisits.At(TestRegister.Noon), default);
                        Assert.Equal(ScanStatus.Accepted, answer.Status);
                        Interlocked.Increment(ref stored);
                    }
                })
            )
            .ToList();
        await Eventually.True(() => Volatile.Read(ref stored) > 20, "doors work");
        await StorageHosting.Prepare(register.Options, register.Time);
        var during = Volatile.Read(ref stored);
        await Eventually.True(() => Volatile.Read(ref stored) > during + 20, "doors work on");
        await migrated.CancelAsync();
        await Task.WhenAll(doors);
        Assert.Equal(0, (long)(await Execute(register.Options, "SELECT count(*) FROM visits.visit"))! - stored);
    }

    [Fact]
    public async Task A_migration_fails_on_lock_timeout_instead_of_blocking_scans()
    {
        await using var register = await TestRegister.Create(StoreKind.Postgres);
        await using var source = NpgsqlDataSource.Create(register.Options.Postgres!.Owner);
        await using var other = await source.OpenConnectionAsync();
        await using var transaction = await other.BeginTransactionAsync();
        await using (var held = new NpgsqlCommand("LOCK TABLE schemaversions IN ACCESS EXCLUSIVE MODE", other, transaction))
        {
            await held.ExecuteNonQueryAsync();
        }
        var failure = await Assert.ThrowsAsync<StartException>(() => StorageHosting.Prepare(register.Options, register.Time));
        Assert.Contains("lock timeout", failure.Message);
        await transaction.RollbackAsync();
        await StorageHosting.Prepare(register.Options, register.Time);
    }

    /// <summary>A silo of the version before goes on while the new one migrates: what it uses stays as it is.</summary>
    [Fact]
    public void Migrations_after_the_first_release_are_additive()
    {
        string[] first =
        [
            "0001_grain_state",
            "0002_reminders",
            "0003_clustering",
            "0004_visits",
            "0005_audit",
            "0201_facility_directory",
            "0301_venues",
            "0302_directory_pages",
        ];
        var folder = Path.Combine(KiPassStack.Root, "deploy", "sql", "register", "postgres");
        var later = Directory
            .EnumerateFiles(folder, "*.sql")
            .Where(file => !first.Contains(Path.GetFileNameWithoutExtension(file)))
            .ToList();
        Assert.NotEmpty(later);
        foreach (var file in later)
        {
            var sql = string.Join('\n', File.ReadLines(file).Where(line => !line.TrimStart().StartsWith("--", StringComparison.Ordinal)));
            // How a value lies on disk is nothing that a silo sees.
            Assert.DoesNotMatch(
                @"(?i)\b(DROP\s+(TABLE|COLUMN|FUNCTION|VIEW|SCHEMA)|RENAME|ALTER\s+COLUMN(?!\s+\w+\s+SET\s+COMPRESSION\b)|SET\s+NOT\s+NULL|REVOKE)\b",
                sql
            );
        }
    }

    private static async Task<object?> Execute(RegisterOptions options, string sql)
    {
        await using DbConnection connection = options.Postgres is { } postgres
            ? new NpgsqlConnection(postgres.Owner)
            : new SqliteConnection(RegisterMigrator.SqliteText(options.Data));
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        return await command.ExecuteScalarAsync();
    }

    [Fact]
    public async Task Silos_started_concurrently_migrate_once()
    {
        await using var register = await TestRegister.Create(StoreKind.Postgres);
        var fresh = $"t_{Guid.NewGuid():N}"[..20];
        var server = await PostgresServer.Shared;
        var postgres = await RegisterProvisioning.Provision(server.Url, fresh, default);
        var options = new RegisterOptions { Data = register.Options.Data, Postgres = postgres };

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => StorageHosting.Prepare(options, register.Time))));
    }

    [Fact]
    public async Task Provisioning_is_repeatable_and_stores_connection_strings_privately()
    {
        using var folder = new TemporaryFolder();
        var server = await PostgresServer.Shared;
        var database = $"t_{Guid.NewGuid():N}"[..20];

        await ProvisionVerb.Provision(server.Url, database, folder.Path, RegisterProvisioning.Roles, default);
        await ProvisionVerb.Provision(server.Url, database, folder.Path, RegisterProvisioning.Roles, default);

        var file = folder["settings.json"];
        Assert.True(OperatingSystem.IsWindows() || File.GetUnixFileMode(file) == (UnixFileMode.UserRead | UnixFileMode.UserWrite));
        var settings = new ConfigurationBuilder().AddJsonFile(file).Build();
        var options = settings.GetSection(RegisterOptions.Section).Get<RegisterOptions>()!;
        options.Data = folder.Path;
        Assert.Empty(options.Faults());
        await StorageHosting.Prepare(options, TimeProvider.System);
    }

    [Theory]
    [InlineData("register; DROP DATABASE postgres")]
    [InlineData("Register")]
    [InlineData("1st")]
    [InlineData("")]
    public async Task A_database_name_that_needs_quoting_is_refused(string name)
    {
        var server = await PostgresServer.Shared;

        await Assert.ThrowsAsync<StartException>(() => RegisterProvisioning.Provision(server.Url, name, default));
    }

    [Fact]
    public void Each_invalid_option_is_reported_in_one_line()
    {
        var options = new RegisterOptions
        {
            Address = "nowhere",
            SiloPort = 0,
            Postgres = new RegisterPostgres { Owner = "Host=x;Database=y", Recorder = "Password=secret-word;what=this" },
        };

        var faults = options.Faults().ToList();

        Assert.Equal(7, faults.Count);
        Assert.DoesNotContain(faults, fault => fault.Contains("secret-word", StringComparison.Ordinal));
    }
}
