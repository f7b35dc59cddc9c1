namespace KiPass.Portal.Owners.Messages;

/// <summary>Messages to owners about their obligations.</summary>
internal static class NoticeServices
{
    public static void AddNotices(this IServiceCollection services) =>
        services.AddScoped<ObligationMessages>().AddScoped<ObligationNotices>().AddHostedService<ObligationWatch>();
}
