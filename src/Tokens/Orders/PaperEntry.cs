using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using KiPass.Tokens.Jose;
using KiPass.Tokens.Keys;

namespace KiPass.Tokens.Orders;

/// <summary>
/// An entry of the paper list (수기명부): a visitor without a phone, whose name the scanner app seals to the authority's encryption key.
/// <c>{"name","phone","facility","device","scanId","enteredAt","pad"}</c>, padded so that every entry has 512 bytes before it is signed and
/// encrypted. Sealed is a JWS by the device's own key; scanners of an earlier version sealed the entry itself.
/// </summary>
public sealed record PaperEntry(
    [property: JsonPropertyName("name")] string Name,
    [property: JsonPropertyName("phone")] string Phone,
    [property: JsonPropertyName("facility")] Guid Facility,
    [property: JsonPropertyName("device")] Guid Device,
    [property: JsonPropertyName("scanId")] Guid ScanId,
    [property: JsonPropertyName("enteredAt"), JsonConverter(typeof(UtcTimeJson))] DateTimeOffset EnteredAt
)
{
    /// <summary>The inner JWS's <c>typ</c>; its <c>kid</c> is the device's id.</summary>
    public const string Type = "kipass-paper+jwt";

    /// <summary>Size of every entry before signature and encryption, in bytes.</summary>
    public const int PaddedBytes = 512;

    /// <summary>Maximum length of the sealed text, in characters.</summary>
    public const int MostCharacters = 4096;

    [JsonInclude, JsonPropertyName("pad")]
    internal string Pad { get; init; } = "";

    /// <summary>Pads and seals without a signature, as scanners of an earlier version do.</summary>
    /// <exception cref="InvalidOperationException">Name and phone do not fit into 512 bytes.</exception>
    public string Seal(EcJwk authority) => Jwe.Seal(Padded(), authority);

    /// <summary>Pads, signs with the device's key and seals.</summary>
    /// <exception cref="InvalidOperationException">Name and phone do not fit into 512 bytes.</exception>
    public string Seal(EcJwk authority, ISigningKey device) =>
        Jwe.Seal(Encoding.ASCII.GetBytes(Jws.Sign(Padded(), Type, KeyId(Device), device)), authority);

    /// <summary>
    /// Opens an entry, signed or not; null when it is not one, not padded to 512 bytes, or sealed to another key. The signature is not checked:
    /// see <see cref="Open(string?, IDecryptionKey, EcJwk?, out bool)"/>.
    /// </summary>
    public static PaperEntry? Open(string? jwe, IDecryptionKey authority) => Open(jwe, authority, null, out _);

    /// <summary>Opens an entry, signed or not; null when it is not one, not padded to 512 bytes, or sealed to another key.</summary>
    /// <param name="jwe">The sealed text.</param>
    /// <param name="authority">The authority's private key.</param>
    /// <param name="device">The device's public key, as the register has stored it; null when it has none.</param>
    /// <param name="isSigned">Whether this key signed the entry as the device that the entry names.</param>
    public static PaperEntry? Open(string? jwe, IDecryptionKey authority, EcJwk? device, out bool isSigned)
    {
        isSigned = false;
        if (Jwe.Open(jwe, authority, MostCharacters) is not { } plain)
        {
            return null;
        }
        var text = plain.Length == PaddedBytes ? null : Encoding.ASCII.GetString(plain);
        var content = text is null ? plain : Jws.PeekPayload(text, MostCharacters);
        if (content is not { Length: PaddedBytes } || JoseJson.Parse<PaperEntry>(content) is not { } entry)
        {
            return null;
        }
        isSigned = text is not null && device is not null && Jws.IsSigned(text, Type, KeyId(entry.Device), device, MostCharacters);
        return entry with { Pad = "" };
    }

    /// <summary>Redacted, so that a person cannot reach a log.</summary>
    public override string ToString() => nameof(PaperEntry);

    private byte[] Padded()
    {
        var room = PaddedBytes - Json(this with { Pad = "" }).Length;
        return room >= 0
            ? Json(this with { Pad = new string('.', room) })
            : throw new InvalidOperationException("A paper entry must fit into 512 bytes.");
    }

    private static string KeyId(Guid device) => device.ToString("D");

    private static byte[] Json(PaperEntry entry) => JsonSerializer.SerializeToUtf8Bytes(entry, JoseJson.Options);
}
