using System.Text.Json;
using System.Text.Json.Serialization;
using KiPass.Tokens.Jose;
using KiPass.Tokens.Keys;

namespace KiPass.Tokens.Orders;

/// <summary>
/// A visitor without a phone, written down at a facility (수기명부) and sealed to the authority's encryption key by the scanner app itself:
/// <c>{"name","phone","facility","device","scanId","enteredAt","pad"}</c>, padded so that all are 512 bytes before encryption.
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
    /// <summary>Bytes of every entry before encryption.</summary>
    public const int PaddedBytes = 512;

    /// <summary>Longest sealed text, in characters.</summary>
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

    /// <summary>Nothing: a person never reaches a log or a message by accident.</summary>
    public override string ToString() => nameof(PaperEntry);

    private static byte[] Json(PaperEntry entry) => JsonSerializer.SerializeToUtf8Bytes(entry, JoseJson.Options);
}
