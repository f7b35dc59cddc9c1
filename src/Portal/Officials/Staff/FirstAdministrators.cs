using KiPass.Portal.Officials.Agency;
using KiPass.Portal.Officials.Store;
using KiPass.Portal.Shared.Accounts;
using KiPass.Portal.Shared.Settings;

namespace KiPass.Portal.Officials.Staff;

/// <summary>
/// Prints one-time links for the first two administrators when the portal starts, until both exist. The operator gives each link to another
/// person. No administrator can invite the second one alone.
/// </summary>
internal static class FirstAdministrators
{
    private static readonly string[] Names = ["First", "Second"];

    public static async Task InviteFirstAdministrators(this WebApplication app)
    {
        var settings = app.Services.GetRequiredService<PortalSettings>();
        if (app.Services.GetRequiredService<AgencySettings>().IsOn)
        {
            return;
        }
        await using var scope = app.Services.CreateAsyncScope();
        var secrets = await scope.ServiceProvider.GetRequiredService<Invitations>().ForMissingAdministrators();
        if (secrets.Count == 0)
        {
            return;
        }
        await app.Services.GetRequiredService<Ledger>().Note("administrator-links-printed", null, ("count", $"{secrets.Count}"));
        var address = settings.PublicUrl?.GetLeftPart(UriPartial.Authority) ?? app.Configuration["urls"]?.Split(';')[0];
        foreach (var (name, secret) in Names.TakeLast(secrets.Count).Zip(secrets))
        {
            Console.WriteLine($"{name} administrator (valid once, for 7 days): {address}/account/invitation/{secret}");
        }
    }
}
