using Microsoft.AspNetCore.Localization;

namespace KiPass.Portal.Shared.Preferences;

/// <summary>The user's language and theme. Each is stored in a cookie for one year.</summary>
public static class UserPreferences
{
    public const string ThemeCookie = "kipass-theme";
    public const string LanguageCookie = "kipass-language";
    public static readonly string[] Languages = ["ko", "en"];
    private static readonly string[] Themes = ["light", "dark"];

    public static bool IsDark(this HttpContext context) => context.Request.Cookies[ThemeCookie] == "dark";

    public static void MapPreferences(this IEndpointRouteBuilder routes)
    {
        var preferences = routes.MapGroup("/preferences").AllowAnonymous();
        preferences.MapGet(
            "/language/{language}",
            (HttpContext http, TimeProvider time, string language, string? back) =>
                Keep(http, time, LanguageCookie, language, Languages, CookieRequestCultureProvider.MakeCookieValue(new(language)), back)
        );
        preferences.MapGet(
            "/theme/{theme}",
            (HttpContext http, TimeProvider time, string theme, string? back) => Keep(http, time, ThemeCookie, theme, Themes, theme, back)
        );
    }

    private static IResult Keep(
        HttpContext http,
        TimeProvider time,
        string cookie,
        string choice,
        string[] choices,
        string value,
        string? back
    )
    {
        if (!choices.Contains(choice))
        {
            return Results.NotFound();
        }
        var options = new CookieOptions
        {
            Expires = time.GetUtcNow().AddYears(1),
            IsEssential = true,
            SameSite = SameSiteMode.Lax,
            Secure = http.Request.IsHttps,
        };
        http.Response.Cookies.Append(cookie, value, options);
        return Results.LocalRedirect(IsLocal(back) ? back! : "/");
    }

    /// <summary>Whether an address is local to this portal, such as <c>/x</c>. Rejects <c>//x</c> and <c>/\x</c>.</summary>
    public static bool IsLocal(string? address) =>
        address is ['/', ..]
        && !address.StartsWith("//", StringComparison.Ordinal)
        && !address.StartsWith("/\\", StringComparison.Ordinal)
        && !address.Any(char.IsControl);
}
