using System.Data.Common;
using KiPass.Issuer.DayKeys;
using KiPass.Issuer.Storage;
using KiPass.Issuer.Web;
using KiPass.Tokens;

namespace KiPass.Issuer.Hosting;

/// <summary>Liveness and readiness, for operators and load balancers.</summary>
internal static class HealthEndpoints
{
    public static void MapHealth(this IEndpointRouteBuilder routes)
    {
        var health = routes.MapGroup("/health").WithTags("Health");
        health.MapGet("/live", () => TypedResults.Ok()).WithSummary("The process runs.");
        health
            .MapGet("/ready", Ready)
            .WithSummary("The store answers, the day keys of today and tomorrow are there, and nothing outlives its time.")
            .Produces<ReadyAnswer>()
            .Produces<ReadyAnswer>(StatusCodes.Status503ServiceUnavailable);
    }

    private static async Task<IResult> Ready(
        IssuerDatabase database,
        DayKeyring dayKeys,
        TimeProvider time,
        CancellationToken cancellationToken
    )
    {
        var faults = new List<string>();
        try
        {
            await using var session = await database.Open(cancellationToken);
            await session.First("SELECT 1", row => row.GetInt32(0), cancellationToken);
        }
        catch (Exception e) when (e is DbException or TimeoutException)
        {
            faults.Add("store-unavailable");
        }
        // The third day's key is new at midnight, and is created by the first request for it if not before.
        var today = KoreanDay.Of(time.GetUtcNow());
        if (dayKeys.Loaded(today) is null || dayKeys.Loaded(today + 1) is null)
        {
            faults.Add("day-key-missing");
        }
        if (dayKeys.Overdue().Count > 0)
        {
            faults.Add("day-key-overdue");
        }
        return TypedResults.Json(
            new ReadyAnswer(faults.Count == 0 ? "ready" : "unready", faults),
            statusCode: faults.Count == 0 ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable
        );
    }
}

/// <param name="Status"><c>ready</c> or <c>unready</c>.</param>
/// <param name="Faults"><c>store-unavailable</c>, <c>day-key-missing</c>, <c>day-key-overdue</c>.</param>
internal sealed record ReadyAnswer(string Status, IReadOnlyList<string> Faults);
