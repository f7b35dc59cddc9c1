using System.CommandLine;

namespace KiPass.Cli.Up;

/// <summary><c>./kipass up</c>: keys, stores and the four processes, until Ctrl-C.</summary>
internal static class UpCommand
{
    public static Command Create()
    {
        var demo = new Option<bool>("--demo")
        {
            Description = "Seed people, facilities and a week of visits, and write DIR/demo.json, once.",
        };
        var data = new Option<string>("--data") { Description = "Where the domains keep their data.", DefaultValueFactory = _ => "./data" };
        var portBase = new Option<int>("--port-base")
        {
            Description =
                "Register at N, issuer N+1, owners' portal N+2, officials' portal N+3, Orleans N+4 and N+5; with --silos the second silo at N+10, N+14 and N+15, the third at N+20, N+24 and N+25.",
            DefaultValueFactory = _ => 5080,
        };
        portBase.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is < 1024 or > 65_530)
            {
                result.AddError("--port-base takes a number from 1024 to 65530.");
            }
        });
        var postgres = new Option<string?>("--postgres")
        {
            Description = "A superuser's URL; a database and roles for each domain are made if absent.",
        };
        var silos = new Option<int>("--silos")
        {
            Description = "Run the register as a cluster of so many silos, 1 to 9; more than one want --postgres.",
            DefaultValueFactory = _ => 1,
        };
        silos.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is < 1 or > UpSettings.MostSilos)
            {
                result.AddError($"--silos takes a number from 1 to {UpSettings.MostSilos}.");
            }
        });
        var tls = new Option<bool>("--tls") { Description = "HTTPS, with a certificate authority of this installation's own." };
        var host = new Option<string?>("--host") { Description = "Name or address under which phones reach this machine; wants --tls." };
        host.Validators.Add(result =>
        {
            if (Uri.CheckHostName(result.GetValueOrDefault<string>()) == UriHostNameType.Unknown)
            {
                result.AddError("--host takes a name or an address such as 192.168.0.10.");
            }
        });
        var command = new Command("up", "Run the register, an issuer and both portals on this machine.")
        {
            demo,
            data,
            portBase,
            postgres,
            silos,
            tls,
            host,
        };
        command.Validators.Add(result =>
        {
            if (result.GetValue(silos) is > 1 and <= UpSettings.MostSilos && result.GetValue(postgres) is null)
            {
                result.AddError("--silos above 1 wants --postgres: silos find one another and their visits there.");
            }
            if (UpSettings.HighestPort(result.GetValue(portBase), result.GetValue(silos)) > ushort.MaxValue)
            {
                result.AddError("--port-base is too high for so many silos: their ports end above 65535.");
            }
        });
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
                    parsed.GetValue(silos)
                );
                await new UpRun(settings, TimeProvider.System).Run(cancellationToken);
                return 0;
            }
        );
        return command;
    }
}
