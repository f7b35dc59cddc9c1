using System.Text.Json;
using System.Text.Json.Serialization;

namespace KiPass.Tokens;

/// <summary>A Korean day in JSON: <c>"2020-06-12"</c>.</summary>
internal sealed class KoreanDayJson : JsonConverter<KoreanDay>
{
    public override KoreanDay Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String && KoreanDay.TryParse(reader.GetString(), null, out var day)
            ? day
            : throw new JsonException("A Korean day is written yyyy-MM-dd.");

    public override void Write(Utf8JsonWriter writer, KoreanDay value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.ToString());
}
