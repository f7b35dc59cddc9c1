using KiPass.Portal.Shared.Accounts;
using KiPass.Portal.Shared.Settings;

namespace KiPass.Portal.Owners.Store;

internal static class OwnersStore
{
    public static void AddOwnersStore(this IServiceCollection services, PortalSettings settings) =>
        services.AddDbContextFactory<OwnersDatabase>(options => AccountsSchema.Use(options, settings));
}
