using KiPass.Issuer.Audit;
using KiPass.Issuer.DayKeys;
using KiPass.Issuer.Demo;
using KiPass.Issuer.Settings;
using KiPass.Issuer.Storage;
using KiPass.Issuer.Verifications;
using KiPass.Tokens.Keys;

namespace KiPass.Issuer.Hosting;

/// <summary>Runs the issuer's server or a one-shot command. If it cannot start, it writes one line to stderr and exits with code 2.</summary>
internal static partial class Startup
{
    private const int CannotStart = 2;

    public static async Task<int> Run(string[] arguments)
    {
        try
        {
            return await (
                arguments switch
                {
                    ["provision", .. var rest] => Provision(rest),
                    ["demo", "script", .. var rest] => Demo(rest, Console.In.ReadToEnd()),
                    ["demo", .. var rest] => Demo(rest, script: null),
                    ["audit", .. var rest] => AuditCommand.Run(rest),
                    _ => Serve(arguments),
                }
            );
        }
        catch (Exception e) when (e is StartException or DomainFolderException or LostDayKeyException or InvalidDataException)
        {
            return await Fail(e.Message);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or FormatException or System.Data.Common.DbException)
        {
            return await Fail(e.Message);
        }
    }

    private static async Task<int> Serve(string[] arguments)
    {
        await using var app = IssuerApp.Build(arguments);
        await app.Services.Prepare(CancellationToken.None);
        if (app.Services.GetService<SimulatedInbox>() is not null)
        {
            Console.WriteLine(SimulatedInbox.Notice);
        }
        LogServes(app.Logger, app.Services.GetRequiredService<IssuerSettings>().Number);
        await app.RunAsync();
        return 0;
    }

    private static async Task<int> Provision(string[] arguments)
    {
        var configuration = new ConfigurationManager();
        configuration.AddEnvironmentVariables().AddCommandLine(arguments);
        var data = configuration["Issuer:Data"] ?? new IssuerSettings().Data;
        await Provisioning.Run(configuration["postgres"], configuration["database"], data, CancellationToken.None);
        return 0;
    }

    private static async Task<int> Demo(string[] arguments, string? script)
    {
        await using var app = IssuerApp.Build(arguments, quiet => quiet.Logging.ClearProviders());
        await app.Services.Prepare(CancellationToken.None);
        await using var output = Console.OpenStandardOutput();
        await app.Services.GetRequiredService<DemoSeeder>().Run(output, CancellationToken.None, script);
        return 0;
    }

    [LoggerMessage(LogLevel.Information, "Issuer {Number} started.")]
    private static partial void LogServes(ILogger log, int number);

    private static async Task<int> Fail(string reason)
    {
        await Console.Error.WriteLineAsync($"issuer: {reason.ReplaceLineEndings(" ")}");
        return CannotStart;
    }
}
