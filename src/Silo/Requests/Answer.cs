using System.Text.Json;

namespace KiPass.Silo.Requests;

/// <summary>Writes JSON answers; none of them may be kept by a cache.</summary>
internal static class Answer
{
    private static readonly JsonWriterOptions Relaxed = new()
    {
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Answers bytes that are JSON.</summary>
    public static void Json(this HttpResponse response, ReadOnlySpan<byte> json, int status = StatusCodes.Status200OK)
    {
        response.StatusCode = status;
        response.ContentType = "application/json";
        response.ContentLength = json.Length;
        response.Headers.CacheControl = "no-store";
        json.CopyTo(response.BodyWriter.GetSpan(json.Length));
        response.BodyWriter.Advance(json.Length);
    }

    /// <summary>Answers one object, member by member.</summary>
    public static void Json<TState>(
        this HttpResponse response,
        TState state,
        Action<Utf8JsonWriter, TState> members,
        int status = StatusCodes.Status200OK
    )
    {
        response.StatusCode = status;
        response.ContentType = "application/json";
        response.Headers.CacheControl = "no-store";
        using var json = new Utf8JsonWriter(response.BodyWriter, Relaxed);
        json.WriteStartObject();
        members(json, state);
        json.WriteEndObject();
    }

    /// <summary>An instant as RFC 3339 in UTC, to the millisecond.</summary>
    public static string Rfc3339(DateTimeOffset instant) =>
        instant.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", System.Globalization.CultureInfo.InvariantCulture);
}
