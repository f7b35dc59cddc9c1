using System.Text.Encodings.Web;
using KiPass.Hosting.Problems;
using KiPass.Silo.Problems;

namespace KiPass.Silo.Json;

/// <summary>JSON configuration of the API.</summary>
internal static class JsonHosting
{
    /// <summary>Maximum nesting depth of a body, including unknown members.</summary>
    public const int MaxDepth = 16;

    /// <summary>Default maximum body size, in bytes.</summary>
    public const int MaxBodyBytes = 64 * 1024;

    /// <summary>Configures strict reading: case-sensitive names, no duplicates, RFC 3339 instants. Unknown members are ignored.</summary>
    public static void AddApiJson(this IServiceCollection services) =>
        services.ConfigureHttpJsonOptions(http =>
        {
            var json = http.SerializerOptions;
            json.PropertyNameCaseInsensitive = false;
            json.AllowDuplicateProperties = false;
            json.MaxDepth = MaxDepth;
            json.NumberHandling = default;
            // Write Korean unescaped. It is safe because bodies are sent as JSON, never embedded in a page.
            json.Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;
            json.Converters.Add(new Rfc3339Converter());
        });

    /// <summary>Accepts a JSON body of at most <see cref="MaxBodyBytes"/>, with any <c>Content-Type</c>.</summary>
    public static RouteHandlerBuilder ReadsJson(this RouteHandlerBuilder route) =>
        route
            .LimitJsonBody(MaxBodyBytes, anyContentType: true)
            .ProducesProblems(RegisterProblems.RequestMalformed, RegisterProblems.RequestTooLarge);

    /// <summary>Disables caching of a group's responses.</summary>
    public static RouteGroupBuilder NeverCached(this RouteGroupBuilder group) =>
        group.AddEndpointFilter(
            static (context, next) =>
            {
                context.HttpContext.Response.Headers.CacheControl = "no-store";
                return next(context);
            }
        );
}
