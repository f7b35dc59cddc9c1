using KiPass.Hosting.Problems;
using KiPass.Silo.Documents;
using KiPass.Silo.Problems;
using KiPass.Tokens.Keys;
using KiPass.Tokens.Passes;
using Microsoft.AspNetCore.Http.HttpResults;

namespace KiPass.Silo.Trust;

/// <summary>Public keys, for operators to compare with their pinned keys.</summary>
/// <param name="Register">The register's own keys.</param>
/// <param name="Authority">The authority's keys, as pinned here.</param>
internal sealed record PublicKeys(TrustedRegister Register, TrustedAuthority Authority);

/// <summary>Time of the register's clock.</summary>
internal sealed record TimeAnswer(DateTimeOffset Utc);

/// <summary>Routes for the trusted parties, the register's public keys and its clock.</summary>
internal static class TrustRoutes
{
    private const string Tag = "Register";

    public static void AddTrust(this IServiceCollection services, DomainFolder folder)
    {
        services.AddSingleton(folder);
        services.AddSingleton(new ChannelKeyring(folder.AgreementKeys()));
        services.AddSingleton(
            new TrustedRegister(folder.AgreementKeys().Public(), folder.SigningKey().Public(), folder.EncryptionKey().Public())
        );
        services.AddSingleton<PinnedPeers>();
        services.AddHostedService<PinnedPeersRefresher>();
    }

    public static void MapTrust(this IEndpointRouteBuilder anyone)
    {
        anyone
            .MapGet("/v1/time", Time)
            .WithTags(Tag)
            .WithName("time")
            .WithSummary("The register's clock.")
            .WithExample(null, new TimeAnswer(Examples.Instant), "Now.")
            .ProducesProblems(RegisterProblems.Unavailable);
        anyone
            .MapGet("/.well-known/kipass.json", Keys)
            .WithTags(Tag)
            .WithName("keys")
            .WithSummary("The register's and the authority's public keys, to compare with what is pinned.")
            .WithExample(
                null,
                new PublicKeys(
                    new TrustedRegister(new AgreementKeys(Examples.Key), Examples.Key, Examples.Key),
                    new TrustedAuthority(Examples.Key, Examples.Key)
                ),
                "Public keys (JWK)."
            );
    }

    private static Ok<TimeAnswer> Time(TimeProvider time) => TypedResults.Ok(new TimeAnswer(time.GetUtcNow()));

    private static Ok<PublicKeys> Keys(TrustedRegister register, PinnedPeers peers) =>
        TypedResults.Ok(new PublicKeys(register, peers.Authority));
}
