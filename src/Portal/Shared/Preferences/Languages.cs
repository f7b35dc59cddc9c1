using Microsoft.AspNetCore.Localization;

namespace KiPass.Portal.Shared.Preferences;

/// <summary>Selects the language of a request: Korean, unless the language cookie says English.</summary>
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
