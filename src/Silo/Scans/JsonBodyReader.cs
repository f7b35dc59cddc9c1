using System.Buffers;
using System.Text.Json;
using System.Text.Unicode;
using KiPass.Silo.Json;
using KiPass.Silo.Problems;

namespace KiPass.Silo.Scans;

/// <summary>Reads JSON bodies of the scan routes without model binding, which would take a third of a scan's time.</summary>
internal static class JsonBodyReader
{
    /// <summary>Reads a request's body. Buffers no more than its limit.</summary>
    public static async ValueTask<JsonReading<TBody>> Read<TBody>(HttpRequest request)
        where TBody : IJsonBody<TBody>
    {
        if (request.ContentLength > TBody.MaxBytes)
        {
            return new(default!, RegisterProblems.RequestTooLarge);
        }
        var reader = request.BodyReader;
        while (true)
        {
            var read = await reader.ReadAsync(request.HttpContext.RequestAborted);
            if (read.Buffer.Length > TBody.MaxBytes)
            {
                reader.AdvanceTo(read.Buffer.End);
                return new(default!, RegisterProblems.RequestTooLarge);
            }
            if (read.IsCompleted)
            {
                var reading = Parse<TBody>(read.Buffer);
                reader.AdvanceTo(read.Buffer.End);
                return reading;
            }
            reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }

    private static JsonReading<TBody> Parse<TBody>(in ReadOnlySequence<byte> body)
        where TBody : IJsonBody<TBody> => Parse<TBody>(body.IsSingleSegment ? body.FirstSpan : body.ToArray());

    // Exactly one JSON object without trailing data.
    private static JsonReading<TBody> Parse<TBody>(ReadOnlySpan<byte> body)
        where TBody : IJsonBody<TBody>
    {
        // RFC 8259 section 8.1 allows ignoring a byte order mark, which some libraries write.
        if (body.StartsWith("\uFEFF"u8))
        {
            body = body[3..];
        }
        // The reader validates UTF-8 only in the strings that are read.
        if (!Utf8.IsValid(body))
        {
            return new(default!, RegisterProblems.RequestMalformed);
        }
        try
        {
            var json = new Utf8JsonReader(body, new JsonReaderOptions { MaxDepth = JsonHosting.MaxDepth });
            json.Read();
            if (json.TokenType != JsonTokenType.StartObject)
            {
                return new(default!, RegisterProblems.RequestMalformed);
            }
            var problem = TBody.Read(ref json, out var value, out var member);
            if (problem != RegisterProblems.RequestTooLarge)
            {
                json.Read();
            }
            return new(value, problem, problem is null ? "" : member);
        }
        catch (JsonException)
        {
            return new(default!, RegisterProblems.RequestMalformed);
        }
    }
}
