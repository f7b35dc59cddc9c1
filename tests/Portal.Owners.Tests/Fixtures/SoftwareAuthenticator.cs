using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using KiPass.Tokens.Keys;

namespace KiPass.Portal.Owners.Tests.Fixtures;

/// <summary>A security key (WebAuthn, ES256, attestation <c>none</c>) that signs whether or not its user was verified.</summary>
/// <param name="portal">The origin of the pages.</param>
internal sealed class SoftwareAuthenticator(Uri portal) : IDisposable
{
    private const byte UserPresent = 0x01;
    private const byte UserVerified = 0x04;
    private const byte CredentialIncluded = 0x40;

    private readonly ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly byte[] id = RandomNumberGenerator.GetBytes(32);
    private byte[] user = [];
    private uint uses;

    /// <summary>Answers the options of a registration.</summary>
    public string Register(string options, bool verifiesUser)
    {
        using var json = JsonDocument.Parse(options);
        user = Decode(json.RootElement.GetProperty("user").GetProperty("id").GetString()!);
        var point = key.ExportParameters(false).Q;
        byte[] publicKey = [0xA5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21, 0x58, 0x20, .. point.X!, 0x22, 0x58, 0x20, .. point.Y!];
        byte[] data = [.. Data(verifiesUser, CredentialIncluded), .. new byte[16], 0, (byte)id.Length, .. id, .. publicKey];
        byte[] attestation =
        [
            0xA3,
            .. Text("fmt"),
            .. Text("none"),
            .. Text("attStmt"),
            0xA0,
            .. Text("authData"),
            0x58,
            (byte)data.Length,
            .. data,
        ];
        return Credential(
            new
            {
                clientDataJSON = Base64Url.Encode(ClientData("webauthn.create", json)),
                attestationObject = Base64Url.Encode(attestation),
                transports = Array.Empty<string>(),
            }
        );
    }

    /// <summary>Answers the options of a sign-in.</summary>
    public string Assert(string options, bool verifiesUser)
    {
        using var json = JsonDocument.Parse(options);
        var (data, client) = (Data(verifiesUser), ClientData("webauthn.get", json));
        var signature = key.SignData(
            [.. data, .. SHA256.HashData(client)],
            HashAlgorithmName.SHA256,
            DSASignatureFormat.Rfc3279DerSequence
        );
        return Credential(
            new
            {
                clientDataJSON = Base64Url.Encode(client),
                authenticatorData = Base64Url.Encode(data),
                signature = Base64Url.Encode(signature),
                userHandle = Base64Url.Encode(user),
            }
        );
    }

    public void Dispose() => key.Dispose();

    private byte[] Data(bool verifiesUser, byte further = 0)
    {
        var count = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(count, ++uses);
        var flags = (byte)(UserPresent | (verifiesUser ? UserVerified : 0) | further);
        return [.. SHA256.HashData(Encoding.UTF8.GetBytes(portal.Host)), flags, .. count];
    }

    private byte[] ClientData(string type, JsonDocument options) =>
        JsonSerializer.SerializeToUtf8Bytes(
            new
            {
                type,
                challenge = options.RootElement.GetProperty("challenge").GetString(),
                origin = portal.GetLeftPart(UriPartial.Authority),
                crossOrigin = false,
            }
        );

    private string Credential(object response) =>
        JsonSerializer.Serialize(
            new
            {
                id = Base64Url.Encode(id),
                rawId = Base64Url.Encode(id),
                type = "public-key",
                clientExtensionResults = new { },
                response,
            }
        );

    private static byte[] Text(string text) => [(byte)(0x60 + text.Length), .. Encoding.ASCII.GetBytes(text)];

    private static byte[] Decode(string text) =>
        Base64Url.TryDecode(text, out var bytes) ? bytes : throw new InvalidOperationException("The id of the user is not base64url.");
}
