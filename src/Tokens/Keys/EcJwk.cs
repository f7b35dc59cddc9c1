using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace KiPass.Tokens.Keys;

/// <summary>
/// A P-256 key as a JSON Web Key (RFC 7517, RFC 7518 section 6.2); <c>d</c> only in private keys. Reading from JSON checks that the key lies on
/// the curve (<see cref="ToParameters"/>) and throws <see cref="JsonException"/> otherwise.
/// </summary>
public sealed record EcJwk(
    [property: JsonPropertyName("kty")] string Kty,
    [property: JsonPropertyName("crv")] string Crv,
    [property: JsonPropertyName("x")] string X,
    [property: JsonPropertyName("y")] string Y,
    [property: JsonPropertyName("d"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? D = null
) : IJsonOnDeserialized
{
    /// <summary>RFC 7638 thumbprint, SHA-256, base64url: what operators compare by eye.</summary>
    [JsonIgnore]
    public string Thumbprint =>
        Base64Url.Encode(SHA256.HashData(Encoding.UTF8.GetBytes($$"""{"crv":"{{Crv}}","kty":"{{Kty}}","x":"{{X}}","y":"{{Y}}"}""")));

    /// <summary>Whether the key has its private part.</summary>
    [JsonIgnore]
    public bool IsPrivate => D is not null;

    /// <summary>The same key without its private part.</summary>
    public EcJwk Public() => this with { D = null };

    /// <summary>Creates a private key.</summary>
    public static EcJwk Create()
    {
        using var key = ECDiffieHellman.Create(ECCurve.NamedCurves.nistP256);
        return From(key.ExportParameters(includePrivateParameters: true));
    }

    /// <summary>The key as .NET parameters, checked to lie on the curve.</summary>
    /// <exception cref="CryptographicException">Not a P-256 key, coordinates of a wrong length, or a point off the curve.</exception>
    public ECParameters ToParameters()
    {
        if (Kty != "EC" || Crv != "P-256")
        {
            throw new CryptographicException("A key must be an EC key on P-256.");
        }
        var parameters = new ECParameters
        {
            Curve = ECCurve.NamedCurves.nistP256,
            Q = new ECPoint { X = Coordinate(X), Y = Coordinate(Y) },
            D = D is null ? null : Coordinate(D),
        };
        using var check = ECDiffieHellman.Create(parameters);
        return parameters;
    }

    void IJsonOnDeserialized.OnDeserialized()
    {
        try
        {
            ToParameters();
        }
        catch (CryptographicException e)
        {
            throw new JsonException("Not a P-256 key.", e);
        }
    }

    /// <summary>The thumbprint only, so that a private key cannot reach a log.</summary>
    public override string ToString() => $"EcJwk({Thumbprint})";

    /// <summary>A key of .NET as a JWK, with its private part if the parameters have one.</summary>
    internal static EcJwk From(ECParameters key) =>
        new("EC", "P-256", Base64Url.Encode(key.Q.X!), Base64Url.Encode(key.Q.Y!), key.D is null ? null : Base64Url.Encode(key.D));

    private static byte[] Coordinate(string value) =>
        Base64Url.TryDecode(value, out var bytes) && bytes.Length == 32
            ? bytes
            : throw new CryptographicException("A coordinate must be 32 bytes, base64url.");
}
