using System.Text;
using System.Text.Json;

namespace KiPass.Silo.Problems;

/// <summary>One refusal that the API can answer (RFC 9457): a stable code for programs, a title for people.</summary>
/// <param name="Status">HTTP status.</param>
/// <param name="Code">Stable; scanners decide by it.</param>
/// <param name="Korean">Title, 합니다체.</param>
/// <param name="English">Title for those who ask for English.</param>
/// <param name="RetryAfterSeconds">After how long a repeat makes sense; null when it never does.</param>
internal sealed record Problem(int Status, string Code, string Korean, string English, int? RetryAfterSeconds = null)
{
    public const string ContentType = "application/problem+json";

    private readonly byte[] korean = Render(Status, Code, Korean);
    private readonly byte[] english = Render(Status, Code, English);

    /// <summary>The code in UTF-8, as it stands in a batch's results.</summary>
    public byte[] Utf8Code { get; } = Encoding.ASCII.GetBytes(Code);

    /// <summary>The whole answer, when there is nothing to add.</summary>
    public ReadOnlyMemory<byte> Body(bool inEnglish) => inEnglish ? english : korean;

    /// <summary>An answer that also names what was wrong: the member of the request, or the reason.</summary>
    public byte[] Body(bool inEnglish, string extension, string value) =>
        Render(Status, Code, inEnglish ? English : Korean, (extension, value));

    /// <summary>The code.</summary>
    public override string ToString() => Code;

    private static byte[] Render(int status, string code, string title, params ReadOnlySpan<(string Name, string Value)> extensions)
    {
        using var stream = new MemoryStream();
        using (
            var json = new Utf8JsonWriter(
                stream,
                new JsonWriterOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }
            )
        )
        {
            json.WriteStartObject();
            json.WriteString("type", $"urn:kipass:problem:{code}");
            json.WriteString("title", title);
            json.WriteNumber("status", status);
            json.WriteString("code", code);
            foreach (var (name, value) in extensions)
            {
                json.WriteString(name, value);
            }
            json.WriteEndObject();
        }
        return stream.ToArray();
    }
}
