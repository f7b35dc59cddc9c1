using System.CommandLine;
using System.Runtime.InteropServices;
using KiPass.Hosting.Postgres;
using KiPass.Hosting.Settings;

namespace KiPass.Cli.Up;

/// <summary><c>./kipass up</c>: creates keys and stores and runs the four programs until Ctrl-C.</summary>
internal static class UpCommand
{
    public static Command Create()
    {
        var demo = new Option<bool>("--demo")
        {
            Description =
                "Seed a nation of people, facilities and four weeks of visits, and write DIR/demo.json, once. Show codes in simulated inboxes if no gateway is set.",
        };
        var small = new Option<bool>("--small") { Description = "With --demo: twelve facilities and a week of visits only." };
        var data = FolderOption.Data("The folder in which the domains keep their data.");
        var portBase = NumberOption.Create(
            "--port-base",
            "Register at N, issuer N+1, owners' portal N+2, officials' portal N+3; for other silos N+4, for portals N+5; with --silos the second silo at N+10, N+14 and N+15, the third at N+20, N+24 and N+25.",
            usual: 5080,
            low: 1024,
            high: 65_530
        );
        var postgres = new Option<string?>("--postgres")
        {
            Description =
                $"A superuser's URL; a database and roles for each domain are made if absent. A URL with a password belongs in {PostgresUrl.Variable}, because everyone on this machine can read arguments.",
            DefaultValueFactory = _ => Environment.GetEnvironmentVariable(PostgresUrl.Variable),
        };
        PostgresOption.Check(postgres);
        var silos = NumberOption.Create(
            "--silos",
            $"Run the register as a cluster of so many silos, 1 to {UpSettings.MostSilos}; more than one need --postgres.",
            usual: 1,
            low: 1,
            high: UpSettings.MostSilos
        );
        var tls = new Option<bool>("--tls") { Description = "HTTPS, with a certificate authority of this installation's own." };
        var host = new Option<string?>("--host") { Description = "Name or address under which phones reach this machine; needs --tls." };
        host.Validators.Add(result =>
        {
            var text = result.GetValueOrDefault<string>();
            if (Uri.CheckHostName(text) == UriHostNameType.Unknown)
            {
                result.AddError(SettingFault.Wrong("--host", text, "a name or an address such as 192.168.0.10"));
            }
        });
        var endEarlier = new Option<bool>("--end-earlier")
        {
            Description = "End the programs that an earlier run left on this data, if any.",
        };
        var command = new Command("up", "Run the register, an issuer and both portals on this machine.")
        {
            demo,
            small,
            data,
            portBase,
            postgres,
            silos,
            tls,
            host,
            endEarlier,
        };
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                var settings = new UpSettings(
                    Path.GetFullPath(parsed.GetValue(data)!),
                    parsed.GetValue(portBase),
                    parsed.GetValue(postgres),
                    parsed.GetValue(demo),
                    parsed.GetValue(tls),
                    parsed.GetValue(host),
                    parsed.GetValue(silos),
                    parsed.GetValue(small) ? 0 : UpSettings.NationalFacilities
                );
                RequirePossible(settings);
                // Closing the terminal stops the run like Ctrl-C.
                using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
                using var hangUp = PosixSignalRegistration.Create(
                    PosixSignal.SIGHUP,
                    signal =>
                    {
                        signal.Cancel = true;
                        stop.Cancel();
                    }
                );
                await EarlierRun.RequireNone(settings.Data, parsed.GetValue(endEarlier), stop.Token);
                using var run = new UpRun(settings, TimeProvider.System);
                await run.Run(stop.Token);
                return 0;
            }
        );
        return command;
    }

    // Not a command validator, which would throw for an option that could not be parsed.
    private static void RequirePossible(UpSettings settings)
    {
        if (settings is { Silos: > 1, Postgres: null })
        {
            throw new CommandException("--silos above 1 needs --postgres: silos find one another and their visits there.");
        }
        if (settings is { Host: not null, Tls: false })
        {
            throw new CommandException(
                "--host needs --tls: phones allow the camera on HTTPS only, and passes must not travel unencrypted."
            );
        }
        if (UpSettings.HighestPort(settings.PortBase, settings.Silos) > ushort.MaxValue)
        {
            throw new CommandException("--port-base is too high for so many silos: their ports end above 65535.");
        }
    }
}
