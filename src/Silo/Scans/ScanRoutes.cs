namespace KiPass.Silo.Scans;

/// <summary>What devices do with passes. Each route: its form, the device, the pass, single use.</summary>
internal static class ScanRoutes
{
    public static void AddScans(this IServiceCollection services)
    {
        services.AddSingleton<ScanCounts>();
        services.AddSingleton<ScanJudge>();
        services.AddSingleton<ScanRoute>();
        services.AddSingleton<BatchRoute>();
        services.AddSingleton<UndoRoute>();
    }

    public static void MapScans(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/v1/scans", routes.ServiceProvider.GetRequiredService<ScanRoute>().Post);
        routes.MapPost("/v1/scans/batch", routes.ServiceProvider.GetRequiredService<BatchRoute>().Post);
        routes.MapPost("/v1/scans/undo", routes.ServiceProvider.GetRequiredService<UndoRoute>().Post);
    }
}
