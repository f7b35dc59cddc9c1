using System.Data.Common;
using KiPass.Hosting.Postgres;
using KiPass.Hosting.Settings;
using KiPass.Issuer.Audit;
using KiPass.Issuer.Demo;
using KiPass.Issuer.Settings;
using KiPass.Issuer.Verifications;

namespace KiPass.Issuer.Hosting;

/// <summary>Runs the issuer's server or a one-shot command. If it cannot start, it writes one line to stderr and exits with code 2.</summary>
internal static partial class Startup
{
    public static Task<int> Run(string[] arguments) =>
        ProgramStart.Run(
            () =>
                arguments switch
                {
                    ["provision", .. var rest] => ProvisionVerb.Run(
                        rest,
                        IssuerSettings.Section,
                        PostgresSettings.Roles,
                        new IssuerSettings().Data
                    ),
                    ["demo", "script", .. var rest] => Demo(rest, Console.In.ReadToEnd()),
                    ["demo", "nation", .. var rest] => Demo(rest, venues: DemoMonth.ReadVenues(Console.In.ReadToEnd())),
                    ["demo", .. var rest] => Demo(rest),
                    ["audit", .. var rest] => AuditCommand.Run(rest),
                    _ => Serve(arguments),
                },
            explain: e => e is InvalidDataException or IOException or UnauthorizedAccessException or DbException ? e.Message : null
        );

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

    private static async Task<int> Demo(string[] arguments, string? script = null, IReadOnlyList<DemoVenue>? venues = null)
    {
        await using var app = IssuerApp.Build(arguments, quiet => quiet.Logging.ClearProviders());
        await app.Services.Prepare(CancellationToken.None);
        await using var output = Console.OpenStandardOutput();
        await app.Services.GetRequiredService<DemoSeeder>().Run(output, CancellationToken.None, script, venues);
        return 0;
    }

    [LoggerMessage(LogLevel.Information, "Issuer {Number} started.")]
    private static partial void LogServes(ILogger log, int number);
}
