using System.Security.Cryptography;
using System.Text;
using KiPass.Tokens.Keys;

namespace KiPass.Grains.Facilities;

/// <summary>
/// The bearer token of a paired device: <c>kd_</c> followed by the base64url of facility id (16 bytes) | device id (16) | secret (32). The
/// token is issued once; the register stores its SHA-256 hash, which needs no salt because the secret is random.
/// </summary>
internal sealed record DeviceToken(Guid FacilityId, Guid DeviceId, byte[] Hash)
{
    private const string Prefix = "kd_";
    private const int IdSize = 16;
    private const int SecretSize = 32;

    /// <summary>Length of a token in characters.</summary>
    public const int TextLength = 3 + 86;

    /// <summary>Creates a token.</summary>
    public static (string Text, DeviceToken Token) Make(Guid facilityId, Guid deviceId)
    {
        Span<byte> bytes = stackalloc byte[IdSize + IdSize + SecretSize];
        facilityId.TryWriteBytes(bytes, bigEndian: true, out _);
        deviceId.TryWriteBytes(bytes[IdSize..], bigEndian: true, out _);
        RandomNumberGenerator.Fill(bytes[(IdSize + IdSize)..]);
        var text = Prefix + Base64Url.Encode(bytes);
        return (text, new DeviceToken(facilityId, deviceId, HashOf(text)));
    }

    /// <summary>Parses a token; null when it is malformed. Does not check whether the device exists.</summary>
    public static DeviceToken? Read(string? text)
    {
        if (
            text is not { Length: TextLength }
            || !text.StartsWith(Prefix, StringComparison.Ordinal)
            || !Base64Url.TryDecode(text[Prefix.Length..], out var bytes)
            || bytes.Length != IdSize + IdSize + SecretSize
        )
        {
            return null;
        }
        var facility = new Guid(bytes.AsSpan(0, IdSize), bigEndian: true);
        var device = new Guid(bytes.AsSpan(IdSize, IdSize), bigEndian: true);
        return new DeviceToken(facility, device, HashOf(text));
    }

    /// <summary>Redacted, so that a token cannot reach a log or a message.</summary>
    public override string ToString() => nameof(DeviceToken);

    private static byte[] HashOf(string text) => SHA256.HashData(Encoding.ASCII.GetBytes(text));
}
