using System.Text.Encodings.Web;
using System.Text.Json;
using KiPass.Contracts.Logging;
using KiPass.Grains.Facilities;
using KiPass.Grains.Hosting;
using KiPass.Hosting.Logging;
using KiPass.Silo.Hosting;
using KiPass.Silo.Portals;
using KiPass.Silo.Trust;
using KiPass.Tokens.Keys;

namespace KiPass.Silo.Demo;

/// <summary>The command <c>demo</c>: reads visits from standard input, seeds the register and prints <c>{facilities:[…]}</c>.</summary>
internal static class DemoCommand
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static async Task<int> Run(string[] args)
    {
        var builder = Host.CreateApplicationBuilder(
            new HostApplicationBuilderSettings { Args = args, ContentRootPath = AppContext.BaseDirectory }
        );
        // Standard output carries only the result.
        builder.Logging.UseRedactingConsole(GrainKeys.Hide, toStandardError: true).SetMinimumLevel(LogLevel.Warning);
        var options = builder.Configuration.ReadRegister();
        Ports.RequireFree(options);
        builder.Services.AddTrust(new DomainFolder(options.Data));
        await StorageHosting.Prepare(options, TimeProvider.System);
        builder.Services.AddSingleton(TimeProvider.System);
        builder.AddRegisterSilo(options, PortalHosting.LoadCertificates(options));
        builder.Services.AddSingleton<PairingService>();
        builder.Services.AddSingleton<DemoSeeder>();
        using var host = builder.Build();
        await host.StartAsync();
        var input = await DemoInput.Read(Console.OpenStandardInput());
        var facilities = await host.Services.GetRequiredService<DemoSeeder>().Seed(input);
        await host.StopAsync();
        await Console.Out.WriteLineAsync(JsonSerializer.Serialize(new { facilities }, Json));
        return 0;
    }
}
