using Microsoft.Extensions.FileProviders;

namespace KiPass.Silo.Scanner;

/// <summary>The web scanner under <c>/scanner/</c>: static files that load nothing from other hosts and may use the camera only.</summary>
internal static class ScannerApp
{
    private const string Path = "/scanner";

    // The decoder is WebAssembly in a worker.
    private const string ContentSecurityPolicy =
        "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'; style-src 'self'; img-src 'self' data: blob:; "
        + "media-src 'self' blob: mediastream:; font-src 'self'; connect-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'none'; "
        + "frame-ancestors 'none'";

    // Static files only. API responses are not compressed, because they could contain a secret next to a caller's text (BREACH).
    private static readonly string[] Compressed =
    [
        "text/html",
        "text/css",
        "text/javascript",
        "image/svg+xml",
        "application/manifest+json",
    ];

    public static void AddScanner(this IServiceCollection services) =>
        services.AddResponseCompression(options =>
        {
            options.EnableForHttps = true;
            options.MimeTypes = Compressed;
        });

    /// <summary>Serves the scanner, and redirects the root to it unless it has another page.</summary>
    public static void UseScanner(this WebApplication app, bool ownsRoot)
    {
        var folder = System.IO.Path.Combine(app.Environment.ContentRootPath, "wwwroot", "scanner");
        if (Directory.Exists(folder))
        {
            var files = new PhysicalFileProvider(folder);
            app.UseWhen(
                static context => context.Request.Path.StartsWithSegments(Path),
                scanner => scanner.UseResponseCompression().UsePrecompressedFiles(files, Path)
            );
            app.UseDefaultFiles(new DefaultFilesOptions { FileProvider = files, RequestPath = Path });
            app.UseStaticFiles(
                new StaticFileOptions
                {
                    FileProvider = files,
                    RequestPath = Path,
                    ContentTypeProvider = PrecompressedFiles.ContentTypes,
                    OnPrepareResponse = static file =>
                    {
                        Secure(file.Context.Response.Headers);
                        PrecompressedFiles.Label(file);
                    },
                }
            );
        }
        if (!ownsRoot)
        {
            return;
        }
        app.MapGet(
            "/",
            static context =>
            {
                context.Response.Redirect($"{Path}/");
                return Task.CompletedTask;
            }
        );
    }

    private static void Secure(IHeaderDictionary headers)
    {
        headers.ContentSecurityPolicy = ContentSecurityPolicy;
        headers["Permissions-Policy"] = "camera=(self), microphone=(), geolocation=(), payment=(), usb=()";
        headers["Referrer-Policy"] = "no-referrer";
        headers.XContentTypeOptions = "nosniff";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        // Browsers revalidate by file date. Offline, the service worker serves its own copy.
        headers.CacheControl = "no-cache";
    }
}
