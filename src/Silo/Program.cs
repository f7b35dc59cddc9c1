using System.Net.Sockets;
using KiPass.Grains.Database.Postgres;
using KiPass.Grains.Hosting;
using KiPass.Hosting.Postgres;
using KiPass.Hosting.Settings;
using KiPass.Silo.Audit;
using KiPass.Silo.Demo;
using KiPass.Silo.Hosting;
using Orleans.Runtime;

return await ProgramStart.Run(
    () =>
        args switch
        {
            ["provision", .. var rest] => ProvisionVerb.Run(rest, RegisterOptions.Section, RegisterProvisioning.Roles),
            ["demo", .. var rest] => DemoCommand.Run(rest),
            ["audit", .. var rest] => AuditCommand.Run(rest),
            _ => Serve(args),
        },
    explain: e =>
        e switch
        {
            OrleansConfigurationException => e.Message,
            SocketException { SocketErrorCode: SocketError.AddressAlreadyInUse } =>
                "The port Register:SiloPort or Register:PortalPort is in use.",
            _ => null,
        }
);

static async Task<int> Serve(string[] args)
{
    await using var app = await RegisterApp.Create(args, TimeProvider.System);
    await app.RunAsync();
    return 0;
}
