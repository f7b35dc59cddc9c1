using System.Text.Encodings.Web;
using KiPass.Hosting.Problems;
using KiPass.Silo.Problems;

namespace KiPass.Silo.Json;

/// <summary>How the API reads and writes JSON.</summary>
internal static class JsonHosting
{
    /// <summary>Deepest nesting of a body, in unknown members too.</summary>
    public const int MaxDepth = 16;

    /// <summary>Largest body of a route that has no other limit, in bytes.</summary>
    public const int MaxBodyBytes = 64 * 1024;

    /// <summary>Strict reading: names in their exact case, nothing twice, instants as RFC 3339. Unknown members are ignored.</summary>
    public static void AddApiJson(this IServiceCollection services) =>
        services.ConfigureHttpJsonOptions(http =>
        {
            var json = http.SerializerOptions;
            json.PropertyNameCaseInsensitive = false;
            json.AllowDuplicateProperties = false;
            json.MaxDepth = MaxDepth;
            json.NumberHandling = default;
            // Korean as it is: every body is sent as JSON, never inside a page.
            json.Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;
            json.Converters.Add(new Rfc3339Converter());
        });

    /// <summary>The route has a JSON body of at most <see cref="MaxBodyBytes"/>, whatever its <c>Content-Type</c> says.</summary>
    public static RouteHandlerBuilder ReadsJson(this RouteHandlerBuilder route) =>
        route
            .LimitJsonBody(MaxBodyBytes, anyContentType: true)
            .ProducesProblems(RegisterProblems.RequestMalformed, RegisterProblems.RequestTooLarge);

    /// <summary>No cache may keep the answers of a group.</summary>
    public static RouteGroupBuilder NeverCached(this RouteGroupBuilder group) =>
        group.AddEndpointFilter(
            static (context, next) =>
            {
                context.HttpContext.Response.Headers.CacheControl = "no-store";
                return next(context);
            }
        );
}
