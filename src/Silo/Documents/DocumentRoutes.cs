using System.Security.Cryptography;
using Scalar.AspNetCore;

namespace KiPass.Silo.Documents;

/// <summary>The API's description for programs and for people. Nothing on the page is loaded from elsewhere.</summary>
internal static class DocumentRoutes
{
    private const string DocumentPath = "/openapi/v1.json";

    /// <summary>The OpenAPI document, written by hand because the routes read their bodies by hand; tests keep it equal to both.</summary>
    public static byte[] OpenApi { get; } = ReadOpenApi();

    public static void MapDocuments(this IEndpointRouteBuilder routes)
    {
        routes.MapGet(
            DocumentPath,
            static context =>
            {
                context.Response.ContentType = "application/json";
                context.Response.ContentLength = OpenApi.Length;
                return context.Response.Body.WriteAsync(OpenApi).AsTask();
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

    private static byte[] ReadOpenApi()
    {
        using var resource = typeof(DocumentRoutes).Assembly.GetManifestResourceStream("openapi.json")!;
        var bytes = new byte[resource.Length];
        resource.ReadExactly(bytes);
        return bytes;
    }
}
