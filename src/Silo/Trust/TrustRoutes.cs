using System.Text.Json;
using KiPass.Silo.Devices;
using KiPass.Silo.Limits;
using KiPass.Silo.Requests;
using KiPass.Tokens.Keys;
using KiPass.Tokens.Passes;

namespace KiPass.Silo.Trust;

/// <summary>Whom the register trusts, and its own public keys, for operators to compare with what they pinned.</summary>
internal static class TrustRoutes
{
    public static void AddTrust(this IServiceCollection services, DomainFolder folder)
    {
        services.AddSingleton(folder);
        services.AddSingleton(new ChannelKeyring(folder.AgreementKeys()));
        services.AddSingleton(
            new TrustedRegister(folder.AgreementKeys().Public(), folder.SigningKey().Public(), folder.EncryptionKey().Public())
        );
        services.AddSingleton<PinnedPeers>();
        services.AddHostedService<TrustWatch>();
    }

    public static void MapTrust(this IEndpointRouteBuilder routes)
    {
        var register = routes.ServiceProvider.GetRequiredService<TrustedRegister>();
        var peers = routes.ServiceProvider.GetRequiredService<PinnedPeers>();
        var limits = routes.ServiceProvider.GetRequiredService<CallerLimits>();
        var time = routes.ServiceProvider.GetRequiredService<TimeProvider>();
        routes.MapGet(
            "/.well-known/kipass.json",
            context => limits.Unsigned(context, () => context.Response.Json((register, peers.Authority), WriteKeys))
        );
        routes.MapGet(
            "/v1/time",
            context =>
                limits.Unsigned(
                    context,
                    () => context.Response.Json(time.GetUtcNow(), static (json, now) => json.WriteString("utc"u8, Answer.Rfc3339(now)))
                )
        );
    }

    private static void WriteKeys(Utf8JsonWriter json, (TrustedRegister Register, TrustedAuthority Authority) keys)
    {
        json.WritePropertyName("register"u8);
        JsonSerializer.Serialize(json, keys.Register);
        json.WritePropertyName("authority"u8);
        JsonSerializer.Serialize(json, keys.Authority);
    }
}
