using System.Text.Json;
using System.Text.Json.Serialization;

namespace KiPass.Contracts.Access;

/// <summary>A jurisdiction in JSON: its code as a string; empty for the default value.</summary>
internal sealed class JurisdictionJson : JsonConverter<Jurisdiction>
{
    public override Jurisdiction Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType != JsonTokenType.String ? throw new JsonException("A jurisdiction is written as a string.")
        : reader.GetString() is { Length: > 0 } code ? new Jurisdiction(code)
        : default;

    public override void Write(Utf8JsonWriter writer, Jurisdiction value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.Code ?? "");
}
