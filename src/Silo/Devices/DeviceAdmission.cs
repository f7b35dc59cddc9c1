using System.Diagnostics.CodeAnalysis;
using KiPass.Grains.Facilities;
using KiPass.Hosting.Problems;

namespace KiPass.Silo.Devices;

/// <summary>The device behind a request, or the problem to answer.</summary>
/// <param name="FacilityName">Trade name (상호).</param>
/// <param name="ZoneName">The zone (구역) that the device belongs to; null when it belongs to none.</param>
/// <param name="RetryAfter">How long to wait, when a limit was reached.</param>
internal sealed record DeviceAdmission(
    AdmissionStatus Status,
    Problem? Problem,
    Guid FacilityId = default,
    Guid DeviceId = default,
    string FacilityName = "",
    string? ZoneName = null,
    TimeSpan RetryAfter = default
)
{
    [MemberNotNullWhen(false, nameof(Problem))]
    public bool IsAdmitted => Problem is null;
}
