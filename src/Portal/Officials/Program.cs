using KiPass.Portal.Officials;
using KiPass.Portal.Officials.Audit;
using KiPass.Portal.Officials.Demo;
using KiPass.Portal.Officials.Staff;
using KiPass.Portal.Shared.Hosting;

return await PortalCommand.Run(
    args,
    new Dictionary<string, Func<string[], Task<int>>>
    {
        ["provision"] = Provision.Run,
        ["demo"] = DemoCommand.Run,
        ["audit"] = rest => AuditCommand.Run(OfficialsApp.Program, rest),
    },
    Serve
);

static async Task<int> Serve(string[] args)
{
    await using var app = OfficialsApp.Create(args);
    await app.InviteFirstAdministrators();
    app.Logger.LogInformation("The officials' portal is running.");
    await app.RunAsync();
    return 0;
}
