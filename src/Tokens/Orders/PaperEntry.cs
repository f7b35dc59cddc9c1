using System.Text.Json;
using System.Text.Json.Serialization;
using KiPass.Tokens.Jose;
using KiPass.Tokens.Keys;

namespace KiPass.Tokens.Orders;

/// <summary>
/// An entry of the paper list (수기명부): a visitor without a phone, whose name the scanner app seals to the authority's encryption key.
/// <c>{"name","phone","facility","device","scanId","enteredAt","pad"}</c>, padded so that every entry has 512 bytes before encryption.
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
    /// <summary>Size of every entry before encryption, in bytes.</summary>
    public const int PaddedBytes = 512;

    /// <summary>Maximum length of the sealed text, in characters.</summary>
    public const int MostCharacters = 4096;

    [JsonInclude, JsonPropertyName("pad")]
    internal string Pad { get; init; } = "";

    /// <summary>Pads and seals.</summary>
    /// <exception cref="InvalidOperationException">Name and phone do not fit into 512 bytes.</exception>
    public string Seal(EcJwk authority)
    {
        var room = PaddedBytes - Json(this with { Pad = "" }).Length;
        return room >= 0
            ? Jwe.Seal(Json(this with { Pad = new string('.', room) }), authority)
            : throw new InvalidOperationException("A paper entry must fit into 512 bytes.");
    }

    /// <summary>Opens an entry; null when it is not one, not padded to 512 bytes, or sealed to another key.</summary>
    public static PaperEntry? Open(string? jwe, IDecryptionKey authority) =>
        Jwe.Open(jwe, authority, MostCharacters) is { Length: PaddedBytes } plain && JoseJson.Parse<PaperEntry>(plain) is { } entry
            ? entry with
            {
                Pad = "",
            }
            : null;

    /// <summary>Redacted, so that a person cannot reach a log.</summary>
    public override string ToString() => nameof(PaperEntry);

    private static byte[] Json(PaperEntry entry) => JsonSerializer.SerializeToUtf8Bytes(entry, JoseJson.Options);
}
