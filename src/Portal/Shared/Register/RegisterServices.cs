using KiPass.Portal.Shared.Settings;

namespace KiPass.Portal.Shared.Register;

/// <summary>
/// Registers the portal's calls to the register. The portal starts without the register: until it responds, calls are unavailable.
/// </summary>
internal static class RegisterServices
{
    /// <summary>Each program also registers its <see cref="CallKey"/>.</summary>
    public static void AddRegister(this IServiceCollection services, PortalSettings settings)
    {
        services.AddSingleton(provider => new RegisterClient(
            settings.Program.Caller,
            settings.RegisterCalls,
            RegisterConnections.Create(settings.Certificates),
            provider.GetRequiredService<CallKey>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<RegisterClient>>()
        ));
        services.AddScoped<RegisterCalls>().AddScoped<CurrentCaller>();
        services.AddHttpClient<AuthorityKey>(http =>
        {
            http.BaseAddress = settings.RegisterUrl;
            http.Timeout = TimeSpan.FromSeconds(5);
        });
    }
}
