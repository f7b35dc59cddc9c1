using System.Text.Json;
using KiPass.Silo.Problems;
using KiPass.Silo.Requests;

namespace KiPass.Silo.Scans;

/// <summary>One entry of a batch: a scan, or whatever of its id could be read when its form is wrong.</summary>
internal readonly record struct BatchEntry(Guid? ScanId, ScanForm? Scan);

/// <summary>
/// <c>{scans:[…]}</c>: what a device kept through an outage. An entry of a wrong form gets its own <c>request-malformed</c>, so that one bad
/// scan does not wedge a scanner's queue.
/// </summary>
internal sealed record BatchForm(IReadOnlyList<BatchEntry> Scans) : IForm<BatchForm>
{
    /// <summary>Most scans of one batch.</summary>
    public const int MaxScans = 500;

    private static readonly BatchForm Empty = new([]);

    public static int MaxBytes => 256 * 1024;

    public static Problem? Read(ref Utf8JsonReader json, out BatchForm form, out string member)
    {
        form = Empty;
        member = "scans";
        List<BatchEntry>? entries = null;
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            if (!json.ValueTextEquals("scans"u8))
            {
                json.Skip();
                continue;
            }
            json.Read();
            if (entries is not null || json.TokenType != JsonTokenType.StartArray)
            {
                return Malformed(ref json);
            }
            entries = [];
            while (json.Read() && json.TokenType != JsonTokenType.EndArray)
            {
                if (entries.Count == MaxScans)
                {
                    return Catalogue.RequestTooLarge;
                }
                entries.Add(ReadEntry(ref json));
            }
        }
        form = new BatchForm(entries ?? []);
        return entries is null ? Catalogue.RequestMalformed : null;
    }

    private static BatchEntry ReadEntry(ref Utf8JsonReader json)
    {
        if (json.TokenType != JsonTokenType.StartObject)
        {
            json.Skip();
            return default;
        }
        var fault = ScanForm.ReadThrough(ref json, out var scanId, out var scan);
        return new BatchEntry(scanId, fault is null ? scan : null);
    }

    private static Problem Malformed(ref Utf8JsonReader json)
    {
        while (json.Read()) { }
        return Catalogue.RequestMalformed;
    }
}
