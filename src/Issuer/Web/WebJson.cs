using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace KiPass.Issuer.Web;

/// <summary>How the HTTP interface writes and reads JSON; each feature has a serializer context with these options for its own bodies.</summary>
internal static class WebJson
{
    /// <summary>A copy of the options for one context. Korean is not escaped, since every body is sent as JSON with <c>nosniff</c>.</summary>
    public static JsonSerializerOptions Options() =>
        new()
        {
            PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
            AllowDuplicateProperties = false,
            DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        };
}
