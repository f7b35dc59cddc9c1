using System.Diagnostics.CodeAnalysis;
using KiPass.Grains.Facilities;
using KiPass.Hosting.Problems;

namespace KiPass.Silo.Devices;

/// <summary>The device of a request, or the problem to return.</summary>
/// <param name="FacilityName">Trade name (상호).</param>
/// <param name="ZoneName">Zone (구역) of the device; null for none.</param>
/// <param name="District">Code of the facility's district; empty if it is not known.</param>
/// <param name="Capacity">Maximum number of persons in the facility; null when unknown.</param>
/// <param name="RetryAfter">Time to wait if a limit was reached.</param>
internal sealed record DeviceAdmission(
    AdmissionStatus Status,
    Problem? Problem,
    Guid FacilityId = default,
    Guid DeviceId = default,
    string FacilityName = "",
    string? ZoneName = null,
    string District = "",
    int? Capacity = null,
    TimeSpan RetryAfter = default
)
{
    [MemberNotNullWhen(false, nameof(Problem))]
    public bool IsAdmitted => Problem is null;
}
