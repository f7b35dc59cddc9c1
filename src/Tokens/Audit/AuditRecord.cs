using System.Text.Encodings.Web;
using System.Text.Json;

namespace KiPass.Tokens.Audit;

/// <summary>One line of an audit log (감사 기록), as stored and as hashed. Order ids and counts; never a person, a ticket or a key.</summary>
/// <param name="Number">1, 2, 3, … without a gap.</param>
/// <param name="Text">
/// The entry as JSON: <c>{"n":1,"at":"2020-06-12T10:50:00.000Z","kind":"…","facts":{…}}</c>, facts by name in ordinal order. Exactly these bytes
/// are hashed, so store it as text, never as a parsed document.
/// </param>
/// <param name="Hash">SHA-256 over the previous hash (32 bytes; zeros for the first record) and the UTF-8 bytes of the text; base64url.</param>
public sealed record AuditRecord(long Number, string Text, string Hash)
{
    private static readonly JsonWriterOptions Writing = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The entry that the text contains.</summary>
    /// <exception cref="FormatException">The text is not an entry; this cannot happen in a verified chain.</exception>
    public AuditEntry Entry => AuditEntry.TryParse(Text) ?? throw new FormatException("The text is not an audit entry.");

    internal static string Write(long number, DateTimeOffset at, string kind, IEnumerable<KeyValuePair<string, string>> facts)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, Writing))
        {
            json.WriteStartObject();
            json.WriteNumber("n", number);
            json.WriteString("at", AuditEntry.Write(at));
            json.WriteString("kind", kind);
            json.WriteStartObject("facts");
            foreach (var (name, value) in facts.OrderBy(f => f.Key, StringComparer.Ordinal))
            {
                json.WriteString(name, value);
            }
            json.WriteEndObject();
            json.WriteEndObject();
        }
        return System.Text.Encoding.UTF8.GetString(stream.ToArray());
    }
}
