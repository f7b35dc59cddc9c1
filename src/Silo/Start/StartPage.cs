using KiPass.Grains.Hosting;
using KiPass.Hosting.Demo;
using Microsoft.Extensions.FileProviders;

namespace KiPass.Silo.Start;

/// <summary>
/// The start page of a demonstration, at the register's address: what KI-Pass is, who takes part, and a story to follow. It exists only in a
/// register that <c>up --demo</c> started.
/// </summary>
internal static class StartPage
{
    public const string Path = "/start";

    /// <summary>Serves the page and its routes, and redirects the root to it.</summary>
    /// <returns>Whether there is a demonstration.</returns>
    public static bool UseStart(this WebApplication app, RegisterOptions options)
    {
        var time = app.Services.GetRequiredService<TimeProvider>();
        var folder = System.IO.Path.Combine(app.Environment.ContentRootPath, "wwwroot", "start");
        if (options.Demo is not { } demo || DemoTickets.Of(options.Data, demo: true, time) is not { } tickets || !Directory.Exists(folder))
        {
            return false;
        }
        var policy = ContentSecurityPolicy(demo);
        var files = new PhysicalFileProvider(folder);
        app.UseDefaultFiles(new DefaultFilesOptions { FileProvider = files, RequestPath = Path });
        app.UseStaticFiles(
            new StaticFileOptions
            {
                FileProvider = files,
                RequestPath = Path,
                OnPrepareResponse = file => Secure(file.Context.Response.Headers, policy),
            }
        );
        app.MapStart(demo, tickets, policy);
        app.MapGet(
            "/",
            static context =>
            {
                context.Response.Redirect($"{Path}/");
                return Task.CompletedTask;
            }
        );
        return true;
    }

    public static void Secure(IHeaderDictionary headers, string policy)
    {
        headers.ContentSecurityPolicy = policy;
        headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=()";
        headers["Referrer-Policy"] = "no-referrer";
        headers.XContentTypeOptions = "nosniff";
        headers.CacheControl = "no-cache";
    }

    // The page sends forms to the portals and the issuer, and asks the issuer for the code of the story's visitor.
    private static string ContentSecurityPolicy(RegisterDemo demo) =>
        $"default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self' {demo.IssuerUrl}; "
        + $"form-action 'self' {demo.IssuerUrl} {demo.OwnersUrl} {demo.OfficialsUrl}; base-uri 'none'; frame-ancestors 'none'";
}
