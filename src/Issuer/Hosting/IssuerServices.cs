using System.IO.Compression;
using System.Security.Cryptography;
using KiPass.Hosting.Proxies;
using KiPass.Hosting.Settings;
using KiPass.Issuer.Accesses;
using KiPass.Issuer.Audit;
using KiPass.Issuer.DayKeys;
using KiPass.Issuer.Demo;
using KiPass.Issuer.Disclosures;
using KiPass.Issuer.Passes;
using KiPass.Issuer.Personal;
using KiPass.Issuer.Sessions;
using KiPass.Issuer.Settings;
using KiPass.Issuer.Storage;
using KiPass.Issuer.Telemetry;
using KiPass.Issuer.Verifications;
using KiPass.Issuer.Visitors;
using KiPass.Issuer.Web;
using KiPass.Tokens.Keys;
using Microsoft.AspNetCore.ResponseCompression;

namespace KiPass.Issuer.Hosting;

/// <summary>The issuer's services, with and without HTTP.</summary>
internal static class IssuerServices
{
    public static IServiceCollection AddIssuer(this IServiceCollection services, IssuerSettings settings)
    {
        services.AddSingleton(settings);
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton(new DomainFolder(settings.Data));
        services.AddSingleton<IssuerDatabase>(_ =>
            settings.Postgres is { } postgres ? new PostgresIssuerDatabase(postgres) : new SqliteIssuerDatabase(settings.Data)
        );
        services.AddSingleton(provider => PersonalKey.Read(provider.GetRequiredService<DomainFolder>()));
        services.AddSingleton(
            new DayKeyFolder(settings.DayKeys is { Length: > 0 } shared ? shared : Path.Combine(settings.Data, "daykeys"))
        );
        services.AddSingleton<DayKeyRegistry>();
        services.AddSingleton<DayKeyring>();
        services.AddSingleton<AuditLog>();
        services.AddSingleton(provider => new ErasureList(
            Path.Combine(provider.GetRequiredService<DayKeyFolder>().Path, "erased"),
            provider.GetRequiredService<PersonalKey>(),
            provider.GetRequiredService<TimeProvider>()
        ));
        services.AddSingleton<VisitorStore>();
        services.AddSingleton<SessionStore>();
        services.AddSingleton<SessionCache>();
        services.AddSingleton<CodePauses>();
        services.AddSingleton<VerificationStore>();
        services.AddSingleton<CodeQuota>();
        services.AddSingleton<AccessNoticeStore>();
        services.AddSingleton<AddressLimits>();
        services.AddMetrics();
        services.AddSingleton<IssuerMeter>();
        services.AddSingleton<PassChannel>();
        services.AddSingleton<TicketService>();
        services.AddSingleton<PassService>();
        services.AddSingleton<PersonStore>();
        services.AddSingleton<DisclosureQuota>();
        services.AddSingleton<TicketResolver>();
        services.AddSingleton<DisclosureAudit>();
        services.AddSingleton<DisclosureService>();
        services.AddSingleton<DemoSeeder>();
        return services;
    }

    public static IServiceCollection AddIssuerHttp(this IServiceCollection services, IssuerSettings settings)
    {
        services.AddSingleton<SessionGate>();
        services.AddSingleton<MaintenanceService>();
        services.AddHostedService(provider => provider.GetRequiredService<MaintenanceService>());
        services.AddWeb();
        services.AddStrictTransport();
        // Static files only. API answers may contain a secret next to text of the caller, so compressing them could leak it (BREACH).
        services.AddResponseCompression(options =>
        {
            options.EnableForHttps = true;
            options.MimeTypes = ["text/html", "text/css", "text/javascript", "image/svg+xml", "application/manifest+json"];
        });
        services.Configure<BrotliCompressionProviderOptions>(options => options.Level = CompressionLevel.Optimal);
        if (settings.SmsUrl is not null)
        {
            services.AddHttpClient<ISmsGateway, HttpSmsGateway>(client => client.Timeout = HttpSmsGateway.Timeout);
        }
        else
        {
            services.AddSingleton(provider => new SimulatedInbox(provider.GetRequiredService<TimeProvider>(), Console.Out));
            services.AddSingleton<ISmsGateway>(provider => provider.GetRequiredService<SimulatedInbox>());
        }
        return services;
    }

    /// <summary>Opens the database and creates the day keys of today and the next two days, so that a fault stops the start.</summary>
    /// <exception cref="StartException">The database cannot be used.</exception>
    /// <exception cref="DomainFolderException">A key or trust file cannot be used.</exception>
    /// <exception cref="LostDayKeyException">A key of these days is lost.</exception>
    public static async Task Prepare(this IServiceProvider services, CancellationToken cancellationToken)
    {
        var database = services.GetRequiredService<IssuerDatabase>();
        var key = services.GetRequiredService<PersonalKey>();
        var folder = services.GetRequiredService<DomainFolder>();
        var dayKeys = services.GetRequiredService<DayKeyring>();
        services.GetRequiredService<PassChannel>();
        folder.SigningKey();
        folder.EncryptionKey();
        database.Migrate();
        await PersonalKeyCheck.Run(database, key, cancellationToken);
        await ReplayDestruction(services, database, cancellationToken);
        await dayKeys.EnsureAhead(cancellationToken);
    }

    // A restored database contains what was destroyed after the backup: destroy it again before serving.
    private static async Task ReplayDestruction(IServiceProvider services, IssuerDatabase database, CancellationToken cancellationToken)
    {
        await services.GetRequiredService<DayKeyring>().DestroyOverdue(cancellationToken);
        var visitors = services.GetRequiredService<VisitorStore>();
        try
        {
            if (await visitors.EraseLapsed(cancellationToken) + await visitors.EraseAgain(cancellationToken) > 0)
            {
                await database.AfterErasure(cancellationToken);
            }
        }
        catch (CryptographicException e)
        {
            throw new StartException("daykeys/erased/ was written with another keys/personal.json; restore the key that belongs to it.", e);
        }
    }
}
