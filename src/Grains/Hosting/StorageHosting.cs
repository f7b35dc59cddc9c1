using System.Net;
using KiPass.Grains.BusinessRegistry;
using KiPass.Grains.Database;
using KiPass.Grains.Database.Postgres;
using KiPass.Grains.Telemetry;
using KiPass.Grains.Visits;
using KiPass.Grains.Visits.Stores.Postgres;
using KiPass.Grains.Visits.Stores.Sqlite;
using KiPass.Hosting.Settings;
using KiPass.Tokens;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Orleans.Configuration;
using Orleans.Hosting;

namespace KiPass.Grains.Hosting;

/// <summary>Adds the register's stores to a silo: SQLite in the data folder, or PostgreSQL with a role for each kind of access.</summary>
internal static class StorageHosting
{
    private const string NpgsqlInvariant = "Npgsql";

    // No program outside the register is an Orleans client, because a client chooses its own id (ADR 0018).
    private const int NoGateway = 0;

    // Orleans loads Microsoft.Data.Sqlite under the name of the older library.
    private const string SqliteInvariant = "System.Data.SQLite";

    /// <summary>
    /// Migrates the database and opens the days around today. Must run before the silo is built: Orleans reads its queries only once, at
    /// startup.
    /// </summary>
    /// <exception cref="StartException">The stores cannot be used; the message is one line.</exception>
    public static async Task Prepare(RegisterOptions options, TimeProvider time, CancellationToken cancellationToken = default)
    {
        if (options.Faults().FirstOrDefault() is { } fault)
        {
            throw new StartException(fault);
        }
        await RegisterMigrator.Migrate(options, cancellationToken);
        var services = new ServiceCollection();
        services.AddSingleton(time);
        services.AddLogging();
        services.AddVisits(options);
        await using var provider = services.BuildServiceProvider();
        provider.GetService<VisitFiles>()?.RefuseVersion1();
        try
        {
            await provider.GetRequiredService<IVisitPartitions>().OpenDaysAround(KoreanDay.Of(time.GetUtcNow()), cancellationToken);
            if (options.Postgres is not null)
            {
                await SiloGeneration.TakeNewName(options, cancellationToken);
            }
        }
        catch (Exception e) when (StoreErrors.IsOfStore(e))
        {
            throw new StartException($"The register's database cannot be opened: {e.Message}", e);
        }
    }

    /// <summary>Adds grain storage, reminders, the visit log and all features. <see cref="Prepare"/> must have run before.</summary>
    public static ISiloBuilder AddRegisterStorage(this ISiloBuilder silo, RegisterOptions options)
    {
        var (invariant, connectionString) = options.Postgres is { } postgres
            ? (NpgsqlInvariant, postgres.Orleans)
            : (SqliteInvariant, RegisterMigrator.SqliteText(options.Data));
        silo.Services.TryAddSingleton(TimeProvider.System);
        silo.Services.AddSingleton(options);
        silo.Services.AddSingleton<DatabaseOptions>(options);
        silo.Services.AddVisits(options);
        silo.Services.AddFeatures(options.TaxService);
        return silo.AddAdoNetGrainStorage(
                RegisterStorage.Name,
                storage =>
                {
                    storage.Invariant = invariant;
                    storage.ConnectionString = connectionString;
                }
            )
            .UseSystemTextJsonGrainStorageSerializer()
            .UseAdoNetReminderService(reminders =>
            {
                reminders.Invariant = invariant;
                reminders.ConnectionString = connectionString;
            });
    }

    /// <summary>Cluster membership: PostgreSQL for any number of silos, or a single silo on this machine.</summary>
    public static ISiloBuilder UseRegisterClustering(this ISiloBuilder silo, RegisterOptions options)
    {
        if (options.Postgres is not { } postgres)
        {
            return silo.UseLocalhostClustering(options.SiloPort, NoGateway, serviceId: options.ServiceId, clusterId: options.ClusterId);
        }
        return silo.UseAdoNetClustering(clustering =>
            {
                clustering.Invariant = NpgsqlInvariant;
                clustering.ConnectionString = postgres.Orleans;
            })
            .Configure<ClusterOptions>(cluster =>
            {
                cluster.ClusterId = options.ClusterId;
                cluster.ServiceId = options.ServiceId;
            })
            .ConfigureEndpoints(IPAddress.Parse(options.Address), options.SiloPort, NoGateway)
            .Configure<EndpointOptions>(endpoints =>
            {
                if (options.ListenAddress is { } listen)
                {
                    endpoints.SiloListeningEndpoint = new IPEndPoint(IPAddress.Parse(listen), options.SiloPort);
                }
            });
    }

    internal static void AddVisits(this IServiceCollection services, RegisterOptions options)
    {
        services.AddMetrics();
        services.TryAddSingleton<RegisterMeter>();
        services.AddSingleton(_ => new RegisterDatabase(options));
        if (options.Postgres is { } postgres)
        {
            services.AddSingleton(_ => new RegisterSources(postgres));
            services.AddSingleton<IVisitLog, PostgresVisitLog>();
            services.AddSingleton<IVisitReader, PostgresVisitReader>();
            services.AddSingleton<IVisitPartitions, PostgresVisitPartitions>();
            services.AddSingleton<IActiveFacilities, PostgresActiveFacilities>();
        }
        else
        {
            services.AddSingleton(_ => new VisitFiles(options));
            services.AddSingleton<IVisitLog, SqliteVisitLog>();
            services.AddSingleton<IVisitReader, SqliteVisitReader>();
            services.AddSingleton<IVisitPartitions, SqliteVisitPartitions>();
            services.AddSingleton<IActiveFacilities, SqliteActiveFacilities>();
        }
    }
}
