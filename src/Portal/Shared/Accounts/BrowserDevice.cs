using KiPass.Portal.Shared.Settings;

namespace KiPass.Portal.Shared.Accounts;

/// <summary>
/// Recognizes a browser across accounts and sessions, by a random cookie that outlives them. The portal stores only its hash. Two accounts
/// that were used in one browser do not count as two people. A person who removes cookies or uses another browser is not recognized.
/// </summary>
internal static class BrowserDevice
{
    // The longest lifetime that browsers accept.
    private static readonly TimeSpan Life = TimeSpan.FromDays(400);

    /// <summary>Gets the hash of the browser's cookie, and sets the cookie if the browser has none.</summary>
    public static string Of(HttpContext http)
    {
        if (http.RequestServices?.GetService<PortalSettings>() is not { } settings)
        {
            return "";
        }
        var name = NameOf(settings);
        if (http.Request.Cookies[name] is { Length: 43 } known)
        {
            return Secrets.Hash(known);
        }
        var secret = Secrets.New();
        http.Response.Cookies.Append(
            name,
            secret,
            new CookieOptions
            {
                HttpOnly = true,
                Secure = true,
                SameSite = SameSiteMode.Lax,
                Path = "/",
                MaxAge = Life,
                IsEssential = true,
            }
        );
        return Secrets.Hash(secret);
    }

    /// <summary>Ignores the cookie of this request, so that the browser counts as another one from now on. For demonstrations only.</summary>
    public static void Forget(HttpContext http)
    {
        var name = NameOf(http.RequestServices.GetRequiredService<PortalSettings>());
        var cookies = $"{http.Request.Headers.Cookie}".Split(';', StringSplitOptions.TrimEntries);
        http.Request.Headers.Cookie = string.Join("; ", cookies.Where(cookie => !cookie.StartsWith(name + "=", StringComparison.Ordinal)));
    }

    private static string NameOf(PortalSettings settings) => $"__Host-{settings.Program.Slug}-device";
}
