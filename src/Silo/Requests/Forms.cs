using System.Buffers;
using System.Text.Json;
using System.Text.Unicode;
using KiPass.Silo.Problems;

namespace KiPass.Silo.Requests;

/// <summary>Reads JSON bodies within their limits; nothing above a limit is kept in memory.</summary>
internal static class Forms
{
    /// <summary>Largest body of a route that has no other limit, in bytes.</summary>
    public const int MaxBytes = 64 * 1024;

    /// <summary>Deepest nesting, in unknown members too.</summary>
    private const int MaxDepth = 16;

    /// <summary>Reads a request's body.</summary>
    public static async ValueTask<Reading<TForm>> Read<TForm>(HttpRequest request)
        where TForm : IForm<TForm>
    {
        if (request.ContentLength > TForm.MaxBytes)
        {
            return new(default!, Catalogue.RequestTooLarge);
        }
        var reader = request.BodyReader;
        while (true)
        {
            var read = await reader.ReadAsync(request.HttpContext.RequestAborted);
            if (read.Buffer.Length > TForm.MaxBytes)
            {
                reader.AdvanceTo(read.Buffer.End);
                return new(default!, Catalogue.RequestTooLarge);
            }
            if (read.IsCompleted)
            {
                var reading = Parse<TForm>(read.Buffer);
                reader.AdvanceTo(read.Buffer.End);
                return reading;
            }
            reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }

    private static Reading<TForm> Parse<TForm>(in ReadOnlySequence<byte> body)
        where TForm : IForm<TForm> => Parse<TForm>(body.IsSingleSegment ? body.FirstSpan : body.ToArray());

    /// <summary>Reads one JSON object and nothing after it.</summary>
    internal static Reading<TForm> Parse<TForm>(ReadOnlySpan<byte> body)
        where TForm : IForm<TForm>
    {
        // The reader itself looks for wrong UTF-8 only in the strings that somebody reads.
        if (!Utf8.IsValid(body))
        {
            return new(default!, Catalogue.RequestMalformed);
        }
        try
        {
            var json = new Utf8JsonReader(body, new JsonReaderOptions { MaxDepth = MaxDepth });
            json.Read();
            if (json.TokenType != JsonTokenType.StartObject)
            {
                return new(default!, Catalogue.RequestMalformed);
            }
            var problem = TForm.Read(ref json, out var form, out var member);
            if (problem != Catalogue.RequestTooLarge)
            {
                json.Read();
            }
            return new(form, problem, problem is null ? "" : member);
        }
        catch (JsonException)
        {
            return new(default!, Catalogue.RequestMalformed);
        }
    }
}
