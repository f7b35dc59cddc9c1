using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using KiPass.Hosting.Problems;
using KiPass.Silo.Documents;
using KiPass.Silo.Problems;
using Microsoft.AspNetCore.Http.HttpResults;

namespace KiPass.Silo.Health;

/// <summary>Liveness and readiness, for load balancers and operators.</summary>
internal static class HealthRoutes
{
    private static readonly PathString Api = "/v1";

    public static void AddHealth(this IServiceCollection services) => services.AddSingleton<Readiness>().AddSingleton<ReceiptClock>();

    /// <summary>Registers the machine's clock and the cluster's time, even if the register uses another clock.</summary>
    public static void AddClusterTime(this IServiceCollection services) =>
        services
            .AddSingleton(provider => ActivatorUtilities.CreateInstance<MachineClock>(provider, TimeProvider.System))
            .AddHostedService(provider => provider.GetRequiredService<MachineClock>())
            .AddKeyedSingleton<TimeProvider>(
                TimeProviderNames.Membership,
                (provider, _) => new ClusterTime(provider.GetRequiredService<MachineClock>())
            );

    /// <summary>
    /// Every <c>/v1</c> response depends on the time. While this machine's clock is wrong, all return 503 so that callers use another silo.
    /// </summary>
    public static void UseMachineClock(this IApplicationBuilder app)
    {
        var clock = app.ApplicationServices.GetRequiredService<MachineClock>();
        app.Use(next =>
            context =>
                clock.IsRight || !context.Request.Path.StartsWithSegments(Api)
                    ? next(context)
                    : context.WriteProblem(RegisterProblems.Unavailable, ProblemExtension.Reason(MachineClock.Differs))
        );
    }

    public static void MapHealth(this IEndpointRouteBuilder routes)
    {
        var health = routes.MapGroup("/health").WithTags("Register");
        health
            .MapGet("/live", static () => TypedResults.Ok(new HealthAnswer("live")))
            .WithName("live")
            .WithSummary("Whether the process answers.")
            .WithExample(null, new HealthAnswer("live"), "It does.");
        health
            .MapGet("/ready", Ready)
            .WithName("ready")
            .WithSummary("Whether this silo should be sent scans; if not, the reason.")
            .WithExample(null, new HealthAnswer("ready"), "Ready.")
            .ProducesProblems(RegisterProblems.Unavailable);
    }

    private static async Task<Results<Ok<HealthAnswer>, ProblemResult>> Ready(Readiness readiness, CancellationToken cancellationToken)
    {
        if (await readiness.WhyNot(cancellationToken) is { } reason)
        {
            return RegisterProblems.Unavailable.ToResult(ProblemExtension.Reason(reason));
        }
        // Overdue destruction does not affect scans: it raises an alarm for the operator, but the silo stays ready.
        return TypedResults.Ok(new HealthAnswer("ready", await readiness.IsVisitOverdue(cancellationToken) ? "visits-overdue" : null));
    }
}

/// <summary>The state of this silo.</summary>
/// <param name="Alarm">Overdue visits are still stored.</param>
internal sealed record HealthAnswer(
    [property: AllowedValues("live", "ready")] string Status,
    [property: AllowedValues("visits-overdue"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Alarm = null
);
