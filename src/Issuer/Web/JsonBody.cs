using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using System.Text.Unicode;
using KiPass.Issuer.Problems;

namespace KiPass.Issuer.Web;

/// <summary>Reads a JSON body: at most 16 KiB of UTF-8, one value, nothing after it. Whatever else comes is a problem, never an exception.</summary>
internal static class JsonBody
{
    public const int MostBytes = 16 * 1024;

    public static async ValueTask<(T? Value, Problem? Problem)> Read<T>(HttpContext context, JsonTypeInfo<T> type)
        where T : class
    {
        var request = context.Request;
        if (!request.HasJsonContentType() || IsOtherThanUtf8(request))
        {
            return (null, IssuerProblems.Malformed("Content-Type"));
        }
        if (request.ContentLength > MostBytes)
        {
            return (null, IssuerProblems.RequestTooLarge);
        }
        var reader = request.BodyReader;
        while (true)
        {
            var read = await reader.ReadAsync(context.RequestAborted);
            if (read.Buffer.Length > MostBytes)
            {
                reader.AdvanceTo(read.Buffer.End);
                return (null, IssuerProblems.RequestTooLarge);
            }
            if (read.IsCompleted)
            {
                var value = IsUtf8(read.Buffer) ? Parse(read.Buffer, type) : null;
                reader.AdvanceTo(read.Buffer.End);
                return (value, value is null ? IssuerProblems.RequestMalformed : null);
            }
            reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }

    private static T? Parse<T>(ReadOnlySequence<byte> body, JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            var json = new Utf8JsonReader(body, new JsonReaderOptions { MaxDepth = 4 });
            var value = JsonSerializer.Deserialize(ref json, type);
            return json.Read() ? null : value;
        }
        // Half a surrogate pair, written as an escape, is the one fault that is no JsonException.
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    // The reader checks only the strings that it converts.
    private static bool IsUtf8(ReadOnlySequence<byte> body) => Utf8.IsValid(body.IsSingleSegment ? body.FirstSpan : body.ToArray());

    private static bool IsOtherThanUtf8(HttpRequest request) =>
        request.ContentType is { Length: > 16 }
        && request.GetTypedHeaders().ContentType is { Charset: { HasValue: true } charset }
        && !charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase);
}
