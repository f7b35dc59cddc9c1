using System.ComponentModel.DataAnnotations;
using System.Data.Common;
using KiPass.Contracts.Facilities;
using KiPass.Hosting.Problems;
using KiPass.Silo.Devices;
using KiPass.Silo.Problems;
using KiPass.Silo.Trust;
using KiPass.Tokens.Keys;
using Microsoft.AspNetCore.Http.HttpResults;

namespace KiPass.Silo.Facilities;

/// <summary>Facility data that a scanner displays.</summary>
/// <param name="Name">Trade name (상호).</param>
/// <param name="Zone">Zone (구역) that the owner assigned to this device; null for none.</param>
/// <param name="TodayCount">Visits of the current Korean day, without voided visits and with paper visits. At most 2 s old.</param>
/// <param name="Capacity">Maximum number of persons in the facility at the same time; null when unknown.</param>
/// <param name="AuthorityKey">The authority's public key for paper visits.</param>
/// <param name="KeyStatements">
/// Statements with which the authority announced this key (JWS, `typ: kipass-keys+jwt`), oldest first; empty from an authority of an earlier
/// version. A scanner follows them from the signing key that it learned at pairing.
/// </param>
/// <param name="Utc">Time of the register's clock.</param>
internal sealed record FacilityAnswer(
    Guid Id,
    string Name,
    [property: MaxLength(FacilityAnswer.MaxZoneLength)] string? Zone,
    [property: Range(0, int.MaxValue)] int TodayCount,
    [property: Range(1, FacilityFactsRules.MaxCapacity)] int? Capacity,
    EcJwk AuthorityKey,
    IReadOnlyList<string> KeyStatements,
    DateTimeOffset Utc
)
{
    internal const int MaxZoneLength = 40;
}

/// <summary><c>GET /v1/facility</c>: returns the facility of a device.</summary>
internal static class FacilityEndpoint
{
    public static async Task<Results<Ok<FacilityAnswer>, ProblemResult>> Get(
        HttpContext context,
        TodayCount today,
        PinnedPeers peers,
        TimeProvider time,
        CancellationToken cancellationToken
    )
    {
        var device = context.Device();
        int count;
        try
        {
            count = await today.Of(device.FacilityId, cancellationToken);
        }
        catch (Exception e) when (e is DbException or TimeoutException)
        {
            return RegisterProblems.Unavailable.ToResult();
        }
        return TypedResults.Ok(
            new FacilityAnswer(
                device.FacilityId,
                device.FacilityName,
                device.ZoneName,
                count,
                device.Capacity,
                peers.Authority.EncryptionKey,
                peers.Authority.KeyStatements ?? [],
                time.GetUtcNow()
            )
        );
    }
}
