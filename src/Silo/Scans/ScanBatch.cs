using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using KiPass.Hosting.Problems;
using KiPass.Silo.Json;
using KiPass.Silo.Problems;

namespace KiPass.Silo.Scans;

/// <summary>An entry of a batch: a scan, or only its ID, if readable, when the entry is malformed.</summary>
internal readonly record struct BatchEntry(SentId? ScanId, ScanRequest? Scan);

/// <summary>
/// <c>{scans:[…]}</c>: scans that a device queued during an outage. A malformed entry gets its own <c>request-malformed</c> result, so
/// that one bad scan does not block a scanner's queue.
/// </summary>
internal sealed record ScanBatch(IReadOnlyList<BatchEntry> Scans) : IJsonBody<ScanBatch>
{
    /// <summary>Maximum number of scans in one batch.</summary>
    public const int MaxScans = 500;

    private static readonly ScanBatch Empty = new([]);

    public static int MaxBytes => 256 * 1024;

    public static Problem? Read(ref Utf8JsonReader json, out ScanBatch body, out string member)
    {
        body = Empty;
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
                    return RegisterProblems.RequestTooLarge;
                }
                entries.Add(ReadEntry(ref json));
            }
        }
        body = new ScanBatch(entries ?? []);
        return entries is null ? RegisterProblems.RequestMalformed : null;
    }

    private static BatchEntry ReadEntry(ref Utf8JsonReader json)
    {
        if (json.TokenType != JsonTokenType.StartObject)
        {
            json.Skip();
            return default;
        }
        var fault = ScanRequest.ReadThrough(ref json, out var scanId, out var scan);
        return new BatchEntry(scanId, fault is null ? scan : null);
    }

    private static Problem Malformed(ref Utf8JsonReader json)
    {
        while (json.Read()) { }
        return RegisterProblems.RequestMalformed;
    }
}

/// <summary>Scans that a device queued. Defines the batch schema in the API description.</summary>
/// <param name="Scans">At most 500.</param>
internal sealed record ScanBatchRequest([property: MaxLength(ScanBatch.MaxScans)] IReadOnlyList<ScanRequest> Scans);
