using System.Text.Encodings.Web;
using System.Text.Json;

namespace KiPass.Silo.Scans;

/// <summary>Writes JSON responses of the scan routes without a serializer.</summary>
internal static class JsonAnswer
{
    private static readonly JsonWriterOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Returns 200 with UTF-8 JSON bytes.</summary>
    public static void WriteJson(this HttpResponse response, ReadOnlySpan<byte> json)
    {
        response.ContentType = "application/json";
        response.ContentLength = json.Length;
        response.Headers.CacheControl = "no-store";
        json.CopyTo(response.BodyWriter.GetSpan(json.Length));
        response.BodyWriter.Advance(json.Length);
    }

    /// <summary>Returns 200 with one JSON object, written member by member.</summary>
    public static void WriteJson<TState>(this HttpResponse response, TState state, Action<Utf8JsonWriter, TState> members)
    {
        response.ContentType = "application/json";
        response.Headers.CacheControl = "no-store";
        using var json = new Utf8JsonWriter(response.BodyWriter, Readable);
        json.WriteStartObject();
        members(json, state);
        json.WriteEndObject();
    }
}
