using System.ComponentModel.DataAnnotations;
using KiPass.Grains.Facilities;
using KiPass.Hosting.Problems;
using KiPass.Silo.Json;
using KiPass.Silo.Limits;
using KiPass.Silo.Problems;
using Microsoft.AspNetCore.Http.HttpResults;

namespace KiPass.Silo.Devices;

/// <summary>A request to pair a scanner with a facility.</summary>
/// <param name="PairingCode">Code from the owner's page. Case, spaces and hyphens are ignored.</param>
/// <param name="Name">Display name of the scanner on the owner's page.</param>
/// <param name="SigningKey">Public part of the key with which the device signs paper entries (P-256), created by the device for this pairing.</param>
public sealed record PairRequest(
    [property: Required(AllowEmptyStrings = true), Text(PairRequest.MaxCodeLength)] string? PairingCode,
    [property: Required, Text(PairingService.MaxNameLength, MinimumLength = 1), SingleLine] string? Name,
    [property: OnCurve] DeviceSigningKey? SigningKey = null
)
{
    internal const int MaxCodeLength = 64;

    /// <summary>Redacted, so that a code cannot reach a log.</summary>
    public override string ToString() => nameof(PairRequest);
}

/// <summary>Requires a text without control characters, ignoring surrounding white space.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class SingleLineAttribute : ValidationAttribute
{
    /// <inheritdoc/>
    public override bool IsValid(object? value) => value is not string text || !text.Trim().Any(char.IsControl);
}

/// <summary>Result of pairing a scanner.</summary>
/// <param name="DeviceToken">Bearer token, returned only once.</param>
internal sealed record Paired(Guid DeviceId, string DeviceToken, PairedFacility Facility);

/// <summary>Facility of a new device.</summary>
/// <param name="Name">Trade name (상호).</param>
internal sealed record PairedFacility(Guid Id, string Name);

/// <summary><c>POST /v1/devices/pair</c>: redeems a one-time pairing code. Only this response contains the device's token.</summary>
internal static class PairEndpoint
{
    public static async Task<Results<Created<Paired>, ProblemResult>> Post(
        HttpContext context,
        PairRequest request,
        PairingService pairings,
        CallerLimits limits
    )
    {
        if (limits.CountCode(context) is { Ticks: > 0 } wait)
        {
            return RegisterProblems.TooManyRequests.ToResult(wait);
        }
        var pairing = await Pair(pairings, request);
        if (pairing.Status != PairingStatus.Unknown)
        {
            limits.ForgetCode(context);
        }
        return pairing.Status switch
        {
            PairingStatus.Paired => TypedResults.Created(
                (string?)null,
                new Paired(pairing.DeviceId, pairing.DeviceToken, new PairedFacility(pairing.FacilityId, pairing.FacilityName))
            ),
            PairingStatus.Unknown => RegisterProblems.PairingCodeUnknown.ToResult(),
            _ => RegisterProblems.Unavailable.ToResult(),
        };
    }

    private static async ValueTask<Pairing> Pair(PairingService pairings, PairRequest request)
    {
        try
        {
            return await pairings.Pair(request.PairingCode!, new NewDevice(request.Name!.Trim(), request.SigningKey?.Json));
        }
        catch (Exception e) when (e is TimeoutException or OrleansException)
        {
            return Pairing.Unavailable;
        }
    }
}
