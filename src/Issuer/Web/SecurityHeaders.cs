namespace KiPass.Issuer.Web;

/// <summary>The page takes everything from this origin and sends everything to it.</summary>
internal static class SecurityHeaders
{
    private const string Worker = "/sw.js";

    private const string Page =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; "
        + "manifest-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

    // Scalar's page carries its settings and styles inline; still nothing comes from elsewhere.
    private const string Documentation =
        "default-src 'none'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; "
        + "font-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    public static void UseSecurityHeaders(this IApplicationBuilder app) =>
        app.Use(next =>
            context =>
            {
                var headers = context.Response.Headers;
                headers.XContentTypeOptions = "nosniff";
                // Browsers apply the others to documents and workers only, so scripts and style sheets do without them: phones pay for each byte.
                var path = context.Request.Path;
                var isPart = Path.GetExtension(path.Value) is ".js" or ".css";
                if (!isPart || path == Worker)
                {
                    headers.ContentSecurityPolicy = path.StartsWithSegments("/docs") ? Documentation : Page;
                    headers["Referrer-Policy"] = "no-referrer";
                }
                if (!isPart)
                {
                    headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=()";
                    headers["Cross-Origin-Opener-Policy"] = "same-origin";
                }
                return next(context);
            }
        );
}
