using KiPass.Silo.Audit;
using KiPass.Silo.Demo;
using KiPass.Silo.Hosting;

return await StartFailure.InOneLine(() =>
    args switch
    {
        ["provision", .. var rest] => Provision.Run(rest),
        ["demo", .. var rest] => DemoCommand.Run(rest),
        ["audit", .. var rest] => AuditCommand.Run(rest),
        _ => Serve(args),
    }
);

static async Task<int> Serve(string[] args)
{
    await using var app = await RegisterApp.Create(args, TimeProvider.System);
    await app.RunAsync();
    return 0;
}
