using KiPass.Grains.Storage;
using KiPass.Grains.Storage.Postgres;
using KiPass.Testing;
using Microsoft.Extensions.Configuration;
using Npgsql;

namespace KiPass.Grains.Tests.Storage;

/// <summary>What cannot start says so in one line, and starts once it is mended.</summary>
public sealed class RegisterStartTests
{
    [Fact]
    public async Task A_database_that_is_away_stops_the_start_with_one_line_without_a_password()
    {
        await using var register = await TestRegister.Create(StoreKind.Postgres);
        var options = register.Options;
        var here = options.Postgres!.Owner;
        options.Postgres.Owner = $"Host=127.0.0.1;Port={FreePorts.Next()};Username=o;Password=secret-word;Database=d;Timeout=2";

        var failure = await Assert.ThrowsAsync<RegisterStartException>(() => StorageHosting.Prepare(options, register.Time));

        Assert.DoesNotContain('\n', failure.Message);
        Assert.DoesNotContain("secret-word", failure.Message);
        options.Postgres.Owner = here;
        await StorageHosting.Prepare(options, register.Time);
    }

    [Fact]
    public async Task A_damaged_database_file_stops_the_start_with_one_line_that_names_it()
    {
        await using var register = await TestRegister.Create(StoreKind.Sqlite);
        var path = RegisterMigrator.SqlitePath(register.Options.Data);
        var whole = await File.ReadAllBytesAsync(path);
        await File.WriteAllBytesAsync(path, [.. Enumerable.Repeat((byte)0x55, 5000)]);

        var failure = await Assert.ThrowsAsync<RegisterStartException>(() => StorageHosting.Prepare(register.Options, register.Time));

        Assert.Contains(path, failure.Message);
        Assert.DoesNotContain('\n', failure.Message);
        await File.WriteAllBytesAsync(path, whole);
        await StorageHosting.Prepare(register.Options, register.Time);
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(1, true)]
    [InlineData(60, false)]
    public async Task A_silo_waits_for_a_second_of_its_own_and_refuses_a_clock_that_stands_behind(int secondsAhead, bool starts)
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

        var start = StorageHosting.Prepare(register.Options, register.Time);

        if (starts)
        {
            await start;
            Assert.True(SiloAddress.AllocateNewGeneration() > before);
        }
        else
        {
            Assert.Contains("The clock of this machine", (await Assert.ThrowsAsync<RegisterStartException>(() => start)).Message);
        }
    }

    [Fact]
    public async Task Silos_that_start_at_once_migrate_once()
    {
        await using var register = await TestRegister.Create(StoreKind.Postgres);
        var fresh = $"t_{Guid.NewGuid():N}"[..20];
        var server = await PostgresServer.Shared;
        var postgres = await RegisterProvisioning.Provision(PostgresUrl.TryParse(server.Url)!, fresh, default);
        var options = new RegisterOptions { Data = register.Options.Data, Postgres = postgres };

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => StorageHosting.Prepare(options, register.Time))));
    }

    [Fact]
    public async Task Provisioning_keeps_the_connection_strings_where_only_the_owner_reads_them_and_may_be_repeated()
    {
        using var folder = new TemporaryFolder();
        var server = await PostgresServer.Shared;
        var database = $"t_{Guid.NewGuid():N}"[..20];

        await RegisterProvisioning.ProvisionInto(folder.Path, server.Url, database, default);
        await RegisterProvisioning.ProvisionInto(folder.Path, server.Url, database, default);

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

        await Assert.ThrowsAsync<RegisterStartException>(() =>
            RegisterProvisioning.Provision(PostgresUrl.TryParse(server.Url)!, name, default)
        );
    }

    [Theory]
    [InlineData("postgres://admin:p%40ss@db.example:5433/main", "db.example", 5433, "admin", "p@ss", "main")]
    [InlineData("postgresql://admin@localhost", "localhost", 5432, "admin", null, "postgres")]
    public void A_PostgreSQL_URL_is_read(string url, string host, int port, string user, string? password, string database)
    {
        var parts = PostgresUrl.TryParse(url)!;

        Assert.Equal((host, port, user, password, database), (parts.Host!, parts.Port, parts.Username!, parts.Password, parts.Database!));
    }

    [Theory]
    [InlineData("http://admin@localhost")]
    [InlineData("Host=localhost")]
    [InlineData("postgres://localhost/x")]
    [InlineData("")]
    public void What_is_no_PostgreSQL_URL_is_refused(string text) => Assert.Null(PostgresUrl.TryParse(text));

    [Fact]
    public void Wrong_options_are_told_one_line_each()
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
