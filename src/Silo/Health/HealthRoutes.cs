using KiPass.Silo.Problems;
using KiPass.Silo.Requests;

namespace KiPass.Silo.Health;

/// <summary>For load balancers and operators: alive, and ready for scans.</summary>
internal static class HealthRoutes
{
    private static readonly PathString Api = "/v1";

    public static void AddHealth(this IServiceCollection services) => services.AddSingleton<Readiness>();

    /// <summary>The machine's clock and the cluster's time, also where the register goes by another clock.</summary>
    public static void AddClusterTime(this IServiceCollection services) =>
        services
            .AddSingleton(provider => ActivatorUtilities.CreateInstance<MachineClock>(provider, TimeProvider.System))
            .AddHostedService(provider => provider.GetRequiredService<MachineClock>())
            .AddKeyedSingleton<TimeProvider>(
                TimeProviderNames.Membership,
                (provider, _) => new ClusterTime(provider.GetRequiredService<MachineClock>())
            );

    /// <summary>
    /// Every answer under <c>/v1</c> depends on the time: while this machine's clock is wrong, none is given, and another silo is asked.
    /// </summary>
    public static void UseMachineClock(this IApplicationBuilder app)
    {
        var clock = app.ApplicationServices.GetRequiredService<MachineClock>();
        app.Use(next =>
            context =>
                clock.IsRight || !context.Request.Path.StartsWithSegments(Api)
                    ? next(context)
                    : context.Refuse(Catalogue.Unavailable, "reason", MachineClock.Differs)
        );
    }

    public static void MapHealth(this IEndpointRouteBuilder routes)
    {
        var readiness = routes.ServiceProvider.GetRequiredService<Readiness>();
        routes.MapGet(
            "/health/live",
            context =>
            {
                context.Response.Json("""{"status":"live"}"""u8);
                return Task.CompletedTask;
            }
        );
        routes.MapGet("/health/ready", context => Ready(context, readiness));
    }

    private static async Task Ready(HttpContext context, Readiness readiness)
    {
        if (await readiness.WhyNot(context.RequestAborted) is { } reason)
        {
            await context.Refuse(Catalogue.Unavailable, "reason", reason);
            return;
        }
        // A door works whether or not something is destroyed late: no reason to turn scans away, but to wake somebody.
        context.Response.Json(
            await readiness.IsVisitOverdue(context.RequestAborted)
                ? """{"status":"ready","alarm":"visits-overdue"}"""u8
                : """{"status":"ready"}"""u8
        );
    }
}
