using KiPass.Issuer.Settings;
using KiPass.Tokens.Keys;

namespace KiPass.Issuer.Web;

/// <summary>Number, name, address and public keys: what the register's operator pins after comparing thumbprints.</summary>
internal static class WellKnown
{
    public static void MapWellKnown(this IEndpointRouteBuilder routes)
    {
        var settings = routes.ServiceProvider.GetRequiredService<IssuerSettings>();
        var folder = routes.ServiceProvider.GetRequiredService<DomainFolder>();
        var agreementKeys = folder.AgreementKeys().Public();
        var signingKey = folder.SigningKey().Public();
        var encryptionKey = folder.EncryptionKey().Public();
        routes
            .MapGet(
                "/.well-known/kipass-issuer.json",
                (HttpRequest request) =>
                    TypedResults.Json(
                        new TrustedIssuer(
                            (ushort)settings.Number,
                            settings.Name,
                            settings.PublicUrl ?? new Uri($"{request.Scheme}://{request.Host}"),
                            agreementKeys,
                            signingKey,
                            encryptionKey
                        )
                    )
            )
            .WithTags("Issuer")
            .WithSummary("Number, name and public keys of this issuer.");
    }
}
