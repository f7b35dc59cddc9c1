using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using KiPass.Silo.Documents;

namespace KiPass.Silo.Scans;

/// <summary>A visit that is stored.</summary>
/// <param name="ScanId">The id that the device gave.</param>
/// <param name="EnteredAt">Time of the first accepted scan.</param>
/// <param name="Repeated">The visit was stored before, by this same scan.</param>
internal sealed record ScanAccepted(
    [property: JsonPropertyOrder(1)] Guid ScanId,
    [property: JsonPropertyOrder(2)] DateTimeOffset EnteredAt,
    [property: JsonPropertyOrder(3)] bool Repeated
) : IScanResult
{
    /// <summary>Always `accepted`.</summary>
    [AllowedValues("accepted")]
    public string Result { get; } = "accepted";
}

/// <summary>A scan of a batch that was refused.</summary>
/// <param name="ScanId">Null when it was not readable.</param>
/// <param name="Code">A code of the problem catalogue.</param>
internal sealed record ScanRefused(Guid? ScanId, [property: ProblemCode] string Code) : IScanResult;

/// <summary>What became of one scan of a batch.</summary>
[JsonDerivedType(typeof(ScanAccepted)), JsonDerivedType(typeof(ScanRefused))]
internal interface IScanResult;

/// <summary>The results of a batch.</summary>
/// <param name="Results">In the order of the scans.</param>
internal sealed record ScanBatchResults(IReadOnlyList<IScanResult> Results);
