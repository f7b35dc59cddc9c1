using Microsoft.AspNetCore.Localization;

namespace KiPass.Portal.Hosting;

/// <summary>Korean unless the cookie says English.</summary>
internal static class Languages
{
    public static void UseLanguages(this IApplicationBuilder app)
    {
        var options = new RequestLocalizationOptions { ApplyCurrentCultureToResponseHeaders = true }
            .SetDefaultCulture("ko")
            .AddSupportedCultures(Preferences.Languages)
            .AddSupportedUICultures(Preferences.Languages);
        options.RequestCultureProviders = [new CookieRequestCultureProvider { CookieName = Preferences.LanguageCookie }];
        app.UseRequestLocalization(options);
    }
}
