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
            Description = "Register at N, issuer N+1, owners' portal N+2, officials' portal N+3, Orleans N+4 and N+5.",
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
            tls,
            host,
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
                    parsed.GetValue(host)
                );
                await new UpRun(settings, TimeProvider.System).Run(cancellationToken);
                return 0;
            }
        );
        return command;
    }
}
