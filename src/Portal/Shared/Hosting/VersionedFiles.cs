namespace KiPass.Portal.Shared.Hosting;

/// <summary>Delivery of style sheets and scripts. A file whose address contains its version (<c>?v=</c>) is cached for a year.</summary>
internal static class VersionedFiles
{
    private const string OneYear = "public, max-age=31536000, immutable";

    /// <summary>
    /// Serves the files as the build has compressed them, also from the output of a build. By default ASP.NET Core replaces them there by
    /// files that it does not compress.
    /// </summary>
    public static void UseCompressedFiles(this WebApplicationBuilder builder)
    {
        builder.WebHost.UseStaticWebAssets();
        builder.Configuration["ReloadStaticAssetsAtRuntime"] = "false";
    }

    public static IApplicationBuilder UseVersionedFiles(this IApplicationBuilder app) =>
        app.UseWhen(http => http.Request.Query.ContainsKey("v") && Path.HasExtension(http.Request.Path), files => files.Use(CacheForAYear));

    private static Task CacheForAYear(HttpContext http, RequestDelegate next)
    {
        http.Response.OnStarting(() =>
        {
            if (http.Response.StatusCode is StatusCodes.Status200OK or StatusCodes.Status304NotModified)
            {
                http.Response.Headers.CacheControl = OneYear;
            }
            return Task.CompletedTask;
        });
        return next(http);
    }
}
