using KiPass.Portal.Hosting;

namespace KiPass.Portal.Facilities.Notices;

/// <summary>Notices to owners: in the owners' area alone, which knows their addresses.</summary>
internal static class NoticeServices
{
    public static void AddNotices(this IServiceCollection services, PortalSettings settings)
    {
        if (settings.Area == PortalArea.Owners)
        {
            services.AddScoped<ObligationMessages>().AddScoped<ObligationNotices>().AddHostedService<ObligationWatch>();
        }
    }
}
