using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using KiPass.Contracts.Logging;
using KiPass.Grains.Facilities;
using KiPass.Grains.Hosting;
using KiPass.Hosting.Demo;
using KiPass.Hosting.Logging;
using KiPass.Silo.Demo.Nation;
using KiPass.Silo.Hosting;
using KiPass.Silo.Portals;
using KiPass.Silo.Trust;
using KiPass.Tokens;
using KiPass.Tokens.Keys;
using Orleans.Reminders;
using Orleans.Runtime;

namespace KiPass.Silo.Demo;

/// <summary>
/// The command <c>demo</c>: reads visits from standard input, seeds the register and prints <c>{facilities:[…]}</c>. <c>demo nation N</c> seeds a
/// nation of N facilities with its history, of which the first twelve are printed. <c>demo venues N</c> prints what the issuer's command needs to
/// know of those facilities: <c>{venues:[…]}</c>.
/// </summary>
internal static class DemoCommand
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    // Only the register's own code sees the past.
    private static readonly string[] OrleansClocks =
    [
        TimeProviderNames.Grains,
        TimeProviderNames.Messaging,
        TimeProviderNames.SystemTimers,
        TimeProviderNames.ActivationManagement,
        TimeProviderNames.GrainDirectory,
        ReminderTimeProviderNames.Reminders,
    ];

    public static async Task<int> Run(string[] args)
    {
        if (args is ["venues", var count])
        {
            var plan = NationPlan.Of(int.Parse(count, CultureInfo.InvariantCulture), KoreanDay.Of(TimeProvider.System.GetUtcNow()));
            await Console.Out.WriteLineAsync(JsonSerializer.Serialize(new { venues = plan.Select(facility => facility.Profile) }, Json));
            return 0;
        }
        var nation = 0;
        if (args is ["nation", var size, .. var settings])
        {
            (nation, args) = (int.Parse(size, CultureInfo.InvariantCulture), settings);
        }
        var clock = new DemoClock(TimeProvider.System);
        var builder = Host.CreateApplicationBuilder(
            new HostApplicationBuilderSettings { Args = args, ContentRootPath = AppContext.BaseDirectory }
        );
        // Standard output carries only the result.
        builder.Logging.UseRedactingConsole(GrainKeys.Hide, toStandardError: true).SetMinimumLevel(LogLevel.Warning);
        var options = builder.Configuration.ReadRegister();
        Ports.RequireFree(options);
        builder.Services.AddTrust(new DomainFolder(options.Data));
        await StorageHosting.Prepare(options, TimeProvider.System);
        builder.Services.AddSingleton<TimeProvider>(clock).AddSingleton(clock);
        foreach (var area in OrleansClocks)
        {
            builder.Services.AddKeyedSingleton(area, TimeProvider.System);
        }
        builder.AddRegisterSilo(options, PortalHosting.LoadCertificates(options));
        builder.Services.AddSingleton<PairingService>();
        builder.Services.AddSingleton<FacilityImport>().AddSingleton<NationVisits>().AddSingleton<NationLicences>();
        builder.Services.AddSingleton<NationSeeder>().AddSingleton<DemoSeeder>();
        using var host = builder.Build();
        await host.StartAsync();
        var seeder = host.Services.GetRequiredService<DemoSeeder>();
        var input = DemoInput.Read(Console.OpenStandardInput());
        var facilities = nation > 0 ? await seeder.SeedNation(nation, input) : await seeder.Seed(await input);
        await host.StopAsync();
        await Console.Out.WriteLineAsync(JsonSerializer.Serialize(new { facilities }, Json));
        return 0;
    }
}
