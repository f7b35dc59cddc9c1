namespace KiPass.Silo.Visits;

/// <summary>Visits that are written down by hand.</summary>
internal static class VisitRoutes
{
    public static void AddManualVisits(this IServiceCollection services) => services.AddSingleton<ManualVisitRoute>();

    public static void MapManualVisits(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/v1/visits/manual", routes.ServiceProvider.GetRequiredService<ManualVisitRoute>().Post);
}
