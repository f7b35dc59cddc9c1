namespace KiPass.Silo.Facilities;

/// <summary>What a device may know of its facility.</summary>
internal static class FacilityRoutes
{
    public static void AddFacilities(this IServiceCollection services)
    {
        services.AddSingleton<TodayCount>();
        services.AddSingleton<FacilityRoute>();
    }

    public static void MapFacilities(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/v1/facility", routes.ServiceProvider.GetRequiredService<FacilityRoute>().Get);
}
