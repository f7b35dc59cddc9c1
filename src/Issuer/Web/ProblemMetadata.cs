using Microsoft.AspNetCore.Mvc;

namespace KiPass.Issuer.Web;

internal static class ProblemMetadata
{
    /// <summary>Tells the OpenAPI document which refusals a route has.</summary>
    public static RouteHandlerBuilder ProducesProblems(this RouteHandlerBuilder route, params ReadOnlySpan<int> statuses)
    {
        foreach (var status in statuses)
        {
            route.Produces<ProblemDetails>(status, "application/problem+json");
        }
        return route;
    }
}
