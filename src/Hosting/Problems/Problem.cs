using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace KiPass.Hosting.Problems;

/// <summary>One entry of a program's problem catalogue (RFC 9457): a stable code for programs, a title for people.</summary>
/// <param name="Status">HTTP status.</param>
/// <param name="Code">Stable code that clients can rely on.</param>
/// <param name="Korean">Korean title in formal style (합니다체).</param>
/// <param name="English">English title, for callers that prefer English.</param>
/// <param name="When">The cause, for the documentation.</param>
/// <param name="RetryAfterSeconds">Seconds to wait before a retry; null if a retry cannot succeed.</param>
public sealed record Problem(int Status, string Code, string Korean, string English, string When, int? RetryAfterSeconds = null)
{
    /// <summary>Media type of problem details.</summary>
    public const string ContentType = "application/problem+json";

    private static readonly JsonWriterOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly byte[] koreanBody = Render(Status, Code, Korean, default);
    private readonly byte[] englishBody = Render(Status, Code, English, default);

    /// <summary>The code in UTF-8.</summary>
    public ReadOnlyMemory<byte> Utf8Code { get; } = Encoding.ASCII.GetBytes(Code);

    /// <summary>The complete body without an extension member, rendered once.</summary>
    public ReadOnlyMemory<byte> Body(bool inEnglish) => inEnglish ? englishBody : koreanBody;

    /// <summary>Returns the body with an additional member.</summary>
    public ReadOnlyMemory<byte> Body(bool inEnglish, ProblemExtension extension) =>
        Render(Status, Code, inEnglish ? English : Korean, extension);

    /// <summary>The code.</summary>
    public override string ToString() => Code;

    private static byte[] Render(int status, string code, string title, ProblemExtension extension)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, Readable))
        {
            json.WriteStartObject();
            json.WriteString("type", $"urn:kipass:problem:{code}");
            json.WriteString("title", title);
            json.WriteNumber("status", status);
            json.WriteString("code", code);
            if (extension.Name is { } name)
            {
                json.WriteString(name, extension.Value);
            }
            json.WriteEndObject();
        }
        return stream.ToArray();
    }
}

/// <summary>An additional member of a problem's body (RFC 9457 section 3.2).</summary>
public readonly record struct ProblemExtension(string Name, string Value)
{
    /// <summary>Names the invalid member of the request. Never repeats its value.</summary>
    public static ProblemExtension Member(string name) => new("member", name);

    /// <summary>States why a service is unavailable.</summary>
    public static ProblemExtension Reason(string reason) => new("reason", reason);
}
