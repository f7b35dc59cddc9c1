using System.Globalization;
using System.Text.Json;

namespace KiPass.Tokens.Audit;

/// <summary>The content of an audit record.</summary>
/// <param name="Number">Position in the log, from 1.</param>
/// <param name="At">Time of the action, UTC, to the millisecond.</param>
/// <param name="Kind">What was done: a stable identifier such as <c>destroyed</c> or <c>identities-disclosed</c>.</param>
/// <param name="Facts">Names and values: order ids, counts, days, rules.</param>
public sealed record AuditEntry(long Number, DateTimeOffset At, string Kind, IReadOnlyDictionary<string, string> Facts)
{
    private const string TimeFormat = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";

    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    internal static string Write(DateTimeOffset at) => at.UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture);

    /// <summary>Reads a record's text; null unless writing the entry again gives exactly this text.</summary>
    internal static AuditEntry? TryParse(string text)
    {
        try
        {
            using var json = JsonDocument.Parse(text, Strict);
            var facts = json.RootElement.GetProperty("facts").EnumerateObject().ToDictionary(f => f.Name, f => f.Value.GetString()!);
            var at = DateTimeOffset.ParseExact(
                json.RootElement.GetProperty("at").GetString()!,
                TimeFormat,
                CultureInfo.InvariantCulture,
                DateTimeStyles.AssumeUniversal
            );
            var number = json.RootElement.GetProperty("n").GetInt64();
            var kind = json.RootElement.GetProperty("kind").GetString()!;
            return AuditRecord.Write(number, at, kind, facts) == text ? new AuditEntry(number, at, kind, facts) : null;
        }
        catch (Exception e)
            when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException or ArgumentException)
        {
            return null;
        }
    }
}
