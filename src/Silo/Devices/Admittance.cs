using System.Diagnostics.CodeAnalysis;
using KiPass.Grains.Facilities;
using KiPass.Silo.Limits;
using KiPass.Silo.Problems;

namespace KiPass.Silo.Devices;

/// <summary>The device behind a request, or the problem to answer.</summary>
/// <param name="FacilityName">Trade name (상호).</param>
/// <param name="ZoneName">The zone (구역) in which the device stands; null when in none.</param>
internal sealed record Admittance(
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

    public Task Refuse(HttpContext context) =>
        RetryAfter > TimeSpan.Zero ? context.Refuse(Problem!, (int)Math.Ceiling(RetryAfter.TotalSeconds)) : context.Refuse(Problem!);
}
