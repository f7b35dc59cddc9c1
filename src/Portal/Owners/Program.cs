using KiPass.Portal.Owners;
using KiPass.Portal.Owners.Accounts;
using KiPass.Portal.Shared.Accounts;
using KiPass.Portal.Shared.Hosting;

return await PortalCommand.Run(
    args,
    new Dictionary<string, Func<string[], Task<int>>>
    {
        ["provision"] = Provision.Run,
        ["demo"] = rest => DemoAccounts.Run(OwnersApp.Program, DemoOwners.All, rest),
    },
    Serve
);

static async Task<int> Serve(string[] args)
{
    await using var app = OwnersApp.Create(args);
    app.Logger.LogInformation("The owners' portal is running.");
    await app.RunAsync();
    return 0;
}
