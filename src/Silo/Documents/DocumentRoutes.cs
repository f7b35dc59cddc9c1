using System.Security.Cryptography;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using Scalar.AspNetCore;

namespace KiPass.Silo.Documents;

/// <summary>Serves the API description as OpenAPI and as a web page. The page loads nothing from other hosts.</summary>
internal static class DocumentRoutes
{
    private const string DocumentPath = $"/openapi/{RegisterDocument.Name}.json";

    public static void MapDocuments(this IEndpointRouteBuilder routes)
    {
        var document = new Lazy<Task<byte[]>>(() => Render(routes.ServiceProvider));
        routes.MapGet(
            DocumentPath,
            async context =>
            {
                var bytes = await document.Value;
                context.Response.ContentType = "application/json";
                context.Response.ContentLength = bytes.Length;
                await context.Response.Body.WriteAsync(bytes);
            }
        );
        routes.MapScalarApiReference(
            "/docs",
            (options, context) =>
            {
                var nonce = Convert.ToBase64String(RandomNumberGenerator.GetBytes(16));
                context.Response.Headers.ContentSecurityPolicy =
                    $"default-src 'none'; script-src 'self' 'nonce-{nonce}'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; "
                    + "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
                options.Title = "KiPass register";
                options.OpenApiRoutePattern = DocumentPath;
                options.Nonce = nonce;
                options.DefaultFonts = false;
                options.Telemetry = false;
                options.HideClientButton = true;
                options.DarkMode = false;
            }
        );
    }

    // Generated once, because the document is public and the same for all callers.
    private static async Task<byte[]> Render(IServiceProvider services)
    {
        var provider = services.GetRequiredKeyedService<IOpenApiDocumentProvider>(RegisterDocument.Name);
        var document = await provider.GetOpenApiDocumentAsync();
        using var bytes = new MemoryStream();
        await document.SerializeAsJsonAsync(bytes, OpenApiSpecVersion.OpenApi3_1);
        return bytes.ToArray();
    }
}
