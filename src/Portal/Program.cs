using KiPass.Portal.Accounts;
using KiPass.Portal.Audit;
using KiPass.Portal.Hosting;

try
{
    return args switch
    {
        ["provision", .. var rest] => await Provision.Run(rest),
        ["demo", .. var rest] => await DemoAccounts.Run(rest),
        ["audit", .. var rest] => await AuditRun.Run(rest),
        _ => await Serve(args),
    };
}
catch (WrongSettingException wrong)
{
    await Console.Error.WriteLineAsync(wrong.Message);
    return 2;
}
catch (OperationCanceledException)
{
    // Stopped while it still waited for the register.
    return 0;
}
catch (IOException taken) when (taken.InnerException is Microsoft.AspNetCore.Connections.AddressInUseException)
{
    await Console.Error.WriteLineAsync(taken.Message.ReplaceLineEndings(" "));
    return 2;
}

static async Task<int> Serve(string[] args)
{
    await using var app = PortalApp.Create(args);
    await app.InviteFirstAdministrator();
    app.Logger.LogInformation("The area of {Area} serves.", app.Services.GetRequiredService<PortalSettings>().Area);
    await app.RunAsync();
    return 0;
}
