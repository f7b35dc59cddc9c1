using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using KiPass.Tokens.Keys;

namespace KiPass.Tokens.Jose;

/// <summary>What JWS and JWE share: compact parts, strict headers, claims as JSON without doubled members.</summary>
internal static class JoseJson
{
    public static readonly JsonSerializerOptions Options = new()
    {
        AllowDuplicateProperties = false,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        NumberHandling = JsonNumberHandling.AllowReadingFromString,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        MaxDepth = 16,
    };

    private static readonly JsonDocumentOptions HeaderOptions = new() { AllowDuplicateProperties = false, MaxDepth = 4 };

    /// <summary>Exactly so many base64url parts; null for another number, a wrong spelling, or too long a text.</summary>
    public static byte[][]? Split(string? text, int count, int mostCharacters)
    {
        if (text is null || text.Length > mostCharacters)
        {
            return null;
        }
        var parts = text.Split('.', count + 1);
        if (parts.Length != count)
        {
            return null;
        }
        var decoded = new byte[count][];
        for (var i = 0; i < count; i++)
        {
            if (!Base64Url.TryDecode(parts[i], out decoded[i]))
            {
                return null;
            }
        }
        return decoded;
    }

    /// <summary>A header's members as raw JSON; null when it is not an object or says a member twice.</summary>
    public static Dictionary<string, string>? Members(byte[] json)
    {
        try
        {
            using var document = JsonDocument.Parse(json, HeaderOptions);
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? document.RootElement.EnumerateObject().ToDictionary(m => m.Name, m => m.Value.GetRawText())
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>The object; null when the bytes are not its JSON.</summary>
    public static T? Parse<T>(ReadOnlySpan<byte> json)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize<T>(json, Options);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
