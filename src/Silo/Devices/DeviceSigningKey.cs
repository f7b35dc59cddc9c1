using System.ComponentModel.DataAnnotations;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using KiPass.Tokens.Keys;

namespace KiPass.Silo.Devices;

/// <summary>A device's public signing key: a JWK (RFC 7517) with exactly these four members.</summary>
/// <param name="Kty">Always `EC`.</param>
/// <param name="Crv">Always `P-256`.</param>
/// <param name="X">Coordinate, 32 bytes in base64url.</param>
/// <param name="Y">Coordinate, 32 bytes in base64url.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record DeviceSigningKey(string? Kty, string? Crv, string? X, string? Y)
{
    /// <summary>Length of a coordinate in base64url.</summary>
    internal const int CoordinateLength = 43;

    /// <summary>The key as JSON, for the facility; only of a key on the curve.</summary>
    internal string Json => JsonSerializer.Serialize(ToKey());

    /// <summary>The key; null when it is not a point on P-256.</summary>
    internal EcJwk? ToKey()
    {
        if (X is not { Length: CoordinateLength } || Y is not { Length: CoordinateLength } || Kty is null || Crv is null)
        {
            return null;
        }
        var key = new EcJwk(Kty, Crv, X, Y);
        try
        {
            key.ToParameters();
            return key;
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}

/// <summary>Requires a key, if there is one, to be a point on P-256.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class OnCurveAttribute : ValidationAttribute
{
    /// <inheritdoc/>
    public override bool IsValid(object? value) => value is not DeviceSigningKey key || key.ToKey() is not null;
}
