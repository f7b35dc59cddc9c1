using System.Buffers;
using System.Text.Unicode;
using Microsoft.AspNetCore.Http.Metadata;

namespace KiPass.Hosting.Problems;

/// <summary>
/// Checks a JSON body before the framework parses it: its size, and that it is UTF-8. A byte order mark is ignored (RFC 8259 section 8.1).
/// </summary>
public static class JsonBodies
{
    /// <summary>Limits the bodies of a route or a group. At most this many bytes are buffered in memory.</summary>
    /// <param name="maxBytes">Maximum body size in bytes. A larger body returns 413.</param>
    /// <param name="anyContentType">Whether to ignore <c>Content-Type</c>. Otherwise anything but JSON in UTF-8 is malformed.</param>
    public static TBuilder LimitJsonBody<TBuilder>(this TBuilder builder, int maxBytes, bool anyContentType = false)
        where TBuilder : IEndpointConventionBuilder
    {
        // Routing would return 415 for another content type without using the catalogue.
        builder.Finally(static endpoint =>
        {
            foreach (var accepts in endpoint.Metadata.OfType<IAcceptsMetadata>().ToList())
            {
                endpoint.Metadata.Remove(accepts);
            }
        });
        return builder.RequireBeforeBinding(context => Check(context, maxBytes, anyContentType));
    }

    private static async ValueTask<ProblemResult?> Check(HttpContext context, int maxBytes, bool anyContentType)
    {
        var request = context.Request;
        var catalogue = context.RequestServices.GetRequiredService<ProblemCatalogue>();
        if (anyContentType)
        {
            request.ContentType = "application/json";
        }
        else if (!IsJsonInUtf8(request))
        {
            return catalogue.RequestMalformed.ToResult(ProblemExtension.Member("Content-Type"));
        }
        if (request.ContentLength > maxBytes)
        {
            return catalogue.RequestTooLarge.ToResult();
        }
        var reader = request.BodyReader;
        while (true)
        {
            var read = await reader.ReadAsync(context.RequestAborted);
            var body = read.Buffer;
            if (body.Length > maxBytes)
            {
                reader.AdvanceTo(body.End);
                return catalogue.RequestTooLarge.ToResult();
            }
            // The JSON reader validates UTF-8 only in the strings that it converts.
            var isText = !read.IsCompleted || IsUtf8(body);
            // Examined but not consumed: the framework reads the same bytes again, but not a byte order mark, which it would refuse.
            reader.AdvanceTo(read.IsCompleted ? body.GetPosition(MarkLength(body)) : body.Start, body.End);
            if (read.IsCompleted)
            {
                return isText ? null : catalogue.RequestMalformed.ToResult();
            }
        }
    }

    private static bool IsUtf8(ReadOnlySequence<byte> body) => Utf8.IsValid(body.IsSingleSegment ? body.FirstSpan : body.ToArray());

    private static int MarkLength(ReadOnlySequence<byte> body)
    {
        var start = body.Slice(0, Math.Min(body.Length, 3)).ToArray();
        return start.AsSpan().SequenceEqual("\uFEFF"u8) ? 3 : 0;
    }

    private static bool IsJsonInUtf8(HttpRequest request) =>
        request.HasJsonContentType()
        && (
            request.GetTypedHeaders().ContentType is not { Charset: { HasValue: true } charset }
            || charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase)
        );
}
