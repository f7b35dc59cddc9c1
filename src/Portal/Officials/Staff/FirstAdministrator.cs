using KiPass.Portal.Shared.Accounts;
using KiPass.Portal.Shared.Settings;

namespace KiPass.Portal.Officials.Staff;

/// <summary>Prints a one-time link for creating the first administrator, if no administrator exists.</summary>
internal static class FirstAdministrator
{
    public static async Task InviteFirstAdministrator(this WebApplication app)
    {
        var settings = app.Services.GetRequiredService<PortalSettings>();
        await using var scope = app.Services.CreateAsyncScope();
        if (await scope.ServiceProvider.GetRequiredService<Invitations>().FirstAdministrator() is { } secret)
        {
            var address = settings.PublicUrl?.GetLeftPart(UriPartial.Authority) ?? app.Configuration["urls"]?.Split(';')[0];
            Console.WriteLine($"First administrator (valid once, for 7 days): {address}/account/invitation/{secret}");
        }
    }
}
