using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using KiPass.Hosting.Problems;
using KiPass.Silo.Json;
using KiPass.Silo.Problems;

namespace KiPass.Silo.Scans;

/// <summary>One scan.</summary>
/// <param name="ScanId">Created by the device for each scan, and reused for retries.</param>
/// <param name="Pass">Text of the QR code: `KP2:` and 51 characters of Base45. Other text returns `pass-malformed`.</param>
/// <param name="ScannedAt">Time of the scan, by the register's clock.</param>
internal readonly record struct ScanRequest(
    [property: Required] SentId ScanId,
    [property: Required, StringLength(ScanRequest.MaxPassLength)] string Pass,
    [property: Required] DateTimeOffset ScannedAt
) : IJsonBody<ScanRequest>
{
    /// <summary>Maximum length of a pass text, in UTF-16 code units. A valid pass has 145.</summary>
    public const int MaxPassLength = 1024;

    public static int MaxBytes => JsonHosting.MaxBodyBytes;

    public static Problem? Read(ref Utf8JsonReader json, out ScanRequest body, out string member)
    {
        var fault = ReadThrough(ref json, out _, out body);
        member = fault ?? "";
        return fault is null ? null : RegisterProblems.RequestMalformed;
    }

    /// <summary>Reads to the end of the object even if a member is invalid, so that a batch can continue.</summary>
    /// <param name="scanId">The scan ID if readable, even if another member is invalid.</param>
    /// <returns>The invalid member, or null if there is none.</returns>
    public static string? ReadThrough(ref Utf8JsonReader json, out SentId? scanId, out ScanRequest body)
    {
        scanId = null;
        string? pass = null;
        DateTimeOffset? scannedAt = null;
        string? fault = null;
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            if (json.ValueTextEquals("scanId"u8))
            {
                fault = JsonMember.TryUuid(ref json, ref scanId) ? fault : "scanId";
            }
            else if (json.ValueTextEquals("pass"u8))
            {
                fault = JsonMember.TryText(ref json, MaxPassLength, ref pass) ? fault : "pass";
            }
            else if (json.ValueTextEquals("scannedAt"u8))
            {
                fault = JsonMember.TryInstant(ref json, ref scannedAt) ? fault : "scannedAt";
            }
            else
            {
                json.Skip();
            }
        }
        fault ??=
            scanId is null ? "scanId"
            : pass is null ? "pass"
            : scannedAt is null ? "scannedAt"
            : null;
        body = fault is null ? new ScanRequest(scanId!.Value, pass!, scannedAt!.Value) : default;
        return fault;
    }

    /// <summary>Redacted, so that a pass cannot reach a log.</summary>
    public override string ToString() => nameof(ScanRequest);
}
