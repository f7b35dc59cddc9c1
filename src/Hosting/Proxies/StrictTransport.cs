namespace KiPass.Hosting.Proxies;

/// <summary>
/// HTTP Strict Transport Security (RFC 6797), sent with every response over HTTPS, also behind a proxy that reports HTTPS. Not sent for
/// localhost, whose other programs may use plain HTTP.
/// </summary>
public static class StrictTransport
{
    private static readonly TimeSpan Remembered = TimeSpan.FromDays(365);

    public static IServiceCollection AddStrictTransport(this IServiceCollection services) =>
        services.AddHsts(options => options.MaxAge = Remembered);

    /// <summary>Must follow <see cref="TrustedProxies.UseTrustedProxies"/>.</summary>
    public static void UseStrictTransport(this IApplicationBuilder app) => app.UseHsts();
}
