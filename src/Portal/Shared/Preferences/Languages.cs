using Microsoft.AspNetCore.Localization;

namespace KiPass.Portal.Shared.Preferences;

/// <summary>Korean unless the cookie says English.</summary>
internal static class Languages
{
    public static void UseLanguages(this IApplicationBuilder app)
    {
        var options = new RequestLocalizationOptions { ApplyCurrentCultureToResponseHeaders = true }
            .SetDefaultCulture("ko")
            .AddSupportedCultures(UserPreferences.Languages)
            .AddSupportedUICultures(UserPreferences.Languages);
        options.RequestCultureProviders = [new CookieRequestCultureProvider { CookieName = UserPreferences.LanguageCookie }];
        app.UseRequestLocalization(options);
    }
}
