using KiPass.Portal.Shared.Accounts;
using Microsoft.EntityFrameworkCore;

namespace KiPass.Portal.Shared.Hosting;

/// <summary>Health endpoints for operators: liveness and readiness.</summary>
public static class Health
{
    public static void MapHealth(this IEndpointRouteBuilder routes)
    {
        var health = routes.MapGroup("/health").AllowAnonymous();
        health.MapGet("/live", () => Results.Ok());
        health.MapGet(
            "/ready",
            async (IDbContextFactory<AccountsDatabase> databases, CancellationToken cancellationToken) =>
            {
                await using var database = await databases.CreateDbContextAsync(cancellationToken);
                return await database.Database.CanConnectAsync(cancellationToken)
                    ? Results.Ok()
                    : Results.Json(new { reason = "accounts-database" }, statusCode: StatusCodes.Status503ServiceUnavailable);
            }
        );
    }
}
