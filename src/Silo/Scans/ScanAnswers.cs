using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using KiPass.Silo.Documents;
using KiPass.Silo.Json;

namespace KiPass.Silo.Scans;

/// <summary>A stored visit.</summary>
/// <param name="ScanId">Scan ID from the device.</param>
/// <param name="EnteredAt">Time of the first accepted scan.</param>
/// <param name="Repeated">Whether the same scan had already stored the visit.</param>
internal sealed record ScanAccepted(
    [property: JsonPropertyOrder(1)] SentId ScanId,
    [property: JsonPropertyOrder(2)] DateTimeOffset EnteredAt,
    [property: JsonPropertyOrder(3)] bool Repeated
) : IScanResult
{
    /// <summary>Always `accepted`.</summary>
    [AllowedValues("accepted")]
    public string Result { get; } = "accepted";
}

/// <summary>A rejected scan of a batch.</summary>
/// <param name="ScanId">Null if it was unreadable.</param>
/// <param name="Code">A code of the problem catalogue.</param>
internal sealed record ScanRefused(SentId? ScanId, [property: ProblemCode] string Code) : IScanResult;

/// <summary>Result of one scan in a batch.</summary>
[JsonDerivedType(typeof(ScanAccepted)), JsonDerivedType(typeof(ScanRefused))]
internal interface IScanResult;

/// <summary>Results of a batch.</summary>
/// <param name="Results">Results in the order of the scans.</param>
internal sealed record ScanBatchResults(IReadOnlyList<IScanResult> Results);
