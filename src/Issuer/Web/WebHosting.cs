using System.Text.Encodings.Web;
using System.Text.Json.Serialization;
using KiPass.Hosting.Problems;
using KiPass.Issuer.Problems;

namespace KiPass.Issuer.Web;

/// <summary>How the HTTP interface reads, writes and refuses.</summary>
internal static class WebHosting
{
    /// <summary>Largest JSON body, in bytes.</summary>
    private const int MaxBodyBytes = 16 * 1024;

    /// <summary>Deepest nesting of a body, in unknown members too.</summary>
    private const int MaxDepth = 16;

    /// <summary>Strict JSON: names in their exact case, nothing twice. Unknown members are ignored.</summary>
    public static IServiceCollection AddWeb(this IServiceCollection services)
    {
        services.AddProblems(IssuerProblems.All);
        services.AddValidation();
        services.AddOpenApi(options => options.AddProblems());
        return services.ConfigureHttpJsonOptions(http =>
        {
            var json = http.SerializerOptions;
            json.PropertyNameCaseInsensitive = false;
            json.AllowDuplicateProperties = false;
            json.MaxDepth = MaxDepth;
            json.NumberHandling = JsonNumberHandling.Strict;
            json.DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull;
            // Korean as it is: every body is sent as JSON with nosniff.
            json.Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;
        });
    }

    /// <summary>The route has a JSON body of at most 16 KiB of UTF-8.</summary>
    public static RouteHandlerBuilder ReadsJson(this RouteHandlerBuilder route) =>
        route.LimitJsonBody(MaxBodyBytes).ProducesProblems(IssuerProblems.RequestMalformed, IssuerProblems.RequestTooLarge);

    /// <summary>No cache may keep the answers of a route or group.</summary>
    public static TBuilder NeverCached<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder =>
        builder.AddEndpointFilter(
            static (context, next) =>
            {
                context.HttpContext.Response.Headers.CacheControl = "no-store";
                return next(context);
            }
        );
}
