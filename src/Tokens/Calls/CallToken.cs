using KiPass.Tokens.Jose;
using KiPass.Tokens.Keys;

namespace KiPass.Tokens.Calls;

/// <summary>
/// A call token: a portal's signature over one request to the register. JWS compact, ES256, <c>typ: kipass-call+jwt</c>. The register reads the
/// caller from it and from nothing else.
/// </summary>
public static class CallToken
{
    /// <summary>Maximum lifetime.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(60);

    /// <summary>Tolerated difference between the clocks of portal and register.</summary>
    public static readonly TimeSpan ClockDifference = TimeSpan.FromSeconds(5);

    /// <summary><see cref="CallClaims.Audience"/> of every token.</summary>
    public const string Audience = "register";

    private const string Type = "kipass-call+jwt";
    private const int MaxCharacters = 2048;
    private const int MaxAccountCharacters = 64;

    /// <summary>Signs the claims with the portal's key.</summary>
    public static string Sign(CallClaims claims, ISigningKey key) => Jws.Sign(claims, Type, key);

    /// <summary>
    /// Reads the claims for a request; null unless the portal's key signed them for this portal, method and path, and they are valid now. The
    /// body is compared afterwards (<see cref="CallClaims.Covers"/>). No text makes it throw. <c>portal</c> is the expected
    /// <see cref="CallClaims.Issuer"/>.
    /// </summary>
    public static CallClaims? Verify(string? text, EcJwk key, string portal, string method, string path, DateTimeOffset now)
    {
        if (Jws.Verify<CallClaims>(text, Type, key, MaxCharacters, out var claims) != JwsVerdict.Verified || claims is null)
        {
            return null;
        }
        var addressed = claims.Issuer == portal && claims.Audience == Audience && claims.Method == method && claims.Path == path;
        return addressed && IsCurrent(claims, now) && claims.Subject.Length is > 0 and <= MaxAccountCharacters && claims.Id != Guid.Empty
            ? claims
            : null;
    }

    private static bool IsCurrent(CallClaims claims, DateTimeOffset now)
    {
        var seconds = now.ToUnixTimeSeconds();
        var tolerance = (long)ClockDifference.TotalSeconds;
        return claims.IssuedAt <= seconds + tolerance
            && claims.ExpiresAt > seconds - tolerance
            && claims.ExpiresAt > claims.IssuedAt
            && claims.ExpiresAt - claims.IssuedAt <= (long)Lifetime.TotalSeconds;
    }
}
