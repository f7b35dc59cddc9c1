using KiPass.Hosting.Settings;
using KiPass.Portal.Accounts;
using KiPass.Portal.Audit;
using KiPass.Portal.Hosting;

return await ProgramStart.Run(() =>
    args switch
    {
        ["provision", .. var rest] => Provision.Run(rest),
        ["demo", .. var rest] => DemoAccounts.Run(rest),
        ["audit", .. var rest] => AuditRun.Run(rest),
        _ => Serve(args),
    }
);

static async Task<int> Serve(string[] args)
{
    await using var app = PortalApp.Create(args);
    await app.InviteFirstAdministrator();
    app.Logger.LogInformation("The area of {Area} serves.", app.Services.GetRequiredService<PortalSettings>().Area);
    try
    {
        await app.RunAsync();
    }
    catch (OperationCanceledException)
    {
        // Stopped while it still waited for the register.
    }
    return 0;
}
