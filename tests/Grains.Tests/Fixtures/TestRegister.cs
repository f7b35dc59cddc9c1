using KiPass.Grains.Database;
using KiPass.Grains.Database.Postgres;
using KiPass.Grains.Hosting;
using KiPass.Grains.Tests.Hosting;
using KiPass.Grains.Visits;
using KiPass.Testing;
using KiPass.Tokens;
using KiPass.Tokens.Audit;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Npgsql;

namespace KiPass.Grains.Tests.Fixtures;

public enum StoreKind
{
    Sqlite,
    Postgres,
}

/// <summary>The register's stores on their own, without a silo, on a database or folder that nobody else uses.</summary>
internal sealed class TestRegister : IAsyncDisposable
{
    /// <summary>A Monday noon in Korea, long ago: the database's own clock never forbids to destroy what lies around it.</summary>
    public static readonly DateTimeOffset Noon = new(2021, 12, 13, 12, 0, 0, KoreanDay.Offset);

    private readonly TemporaryFolder folder = new();
    private ServiceProvider? services;

    private TestRegister(DateTimeOffset start) => Time = new FakeTimeProvider(start);

    public FakeTimeProvider Time { get; }

    public DateTimeOffset Now => Time.GetUtcNow();

    public RegisterOptions Options { get; private set; } = null!;

    public IVisitLog Log => Get<IVisitLog>();

    public IVisitReader Reader => Get<IVisitReader>();

    public IVisitPartitions Partitions => Get<IVisitPartitions>();

    public static async Task<TestRegister> Create(
        StoreKind kind,
        PostgresServer? server = null,
        DateTimeOffset? start = null,
        string? data = null
    )
    {
        var register = new TestRegister(start ?? Noon);
        register.Options = new RegisterOptions { Data = data ?? register.folder.Path };
        if (kind == StoreKind.Postgres)
        {
            server ??= await PostgresServer.Shared;
            var database = $"t_{Guid.NewGuid():N}"[..20];
            register.Options.Postgres = await RegisterProvisioning.Provision(server.Url, database, default);
        }
        await StorageHosting.Prepare(register.Options, register.Time);
        register.Open();
        return register;
    }

    /// <summary>Closes everything and opens it again, as a restart of the silo does.</summary>
    public async Task Restart()
    {
        await services!.DisposeAsync();
        Open();
    }

    /// <summary>Puts another audit chain in the place of the register's, as whoever has the owner's password can.</summary>
    public async Task Rewrite(IReadOnlyList<AuditRecord> chain)
    {
        await using System.Data.Common.DbConnection owner = Options.Postgres is { } postgres
            ? new NpgsqlConnection(postgres.Owner)
            : new SqliteConnection(RegisterMigrator.SqliteText(Options.Data));
        await owner.OpenAsync();
        var triggers = Options.Postgres is null
            ? "DROP TRIGGER IF EXISTS audit_entry_is_never_changed; DROP TRIGGER IF EXISTS audit_entry_is_never_removed;"
            : "";
        await Execute($"{triggers} DELETE FROM audit_entry");
        foreach (var record in chain)
        {
            await Execute($"INSERT INTO audit_entry (number, text, hash) VALUES ({record.Number}, '{record.Text}', '{record.Hash}')");
        }

        async Task Execute(string sql)
        {
            await using var command = owner.CreateCommand();
            command.CommandText = sql;
            await command.ExecuteNonQueryAsync();
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (services is not null)
        {
            await services.DisposeAsync();
        }
        folder.Dispose();
    }

    private T Get<T>()
        where T : notnull => services!.GetRequiredService<T>();

    private void Open()
    {
        var collection = new ServiceCollection();
        collection.AddSingleton<TimeProvider>(Time);
        collection.AddLogging();
        collection.AddVisits(Options);
        services = collection.BuildServiceProvider();
    }
}
