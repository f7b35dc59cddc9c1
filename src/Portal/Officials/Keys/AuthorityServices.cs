using KiPass.Portal.Officials.Store;
using KiPass.Portal.Shared.Register;
using KiPass.Portal.Shared.Settings;

namespace KiPass.Portal.Officials.Keys;

/// <summary>Registers the authority's store and its keys.</summary>
internal static class AuthorityServices
{
    public static void AddAuthorityStore(this IServiceCollection services, PortalSettings settings)
    {
        services.AddDbContextFactory<AuthorityDatabase>(options => AuthoritySchema.Use(options, settings));
        services.AddSingleton<Ledger>();
        services.AddSingleton<IAuthorityKeys, FileAuthorityKeys>().AddSingleton<KeyRotation>();
        services.AddSingleton(provider => new CallKey(provider.GetRequiredService<IAuthorityKeys>().Signing));
    }
}
