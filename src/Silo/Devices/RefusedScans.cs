using System.Collections.Concurrent;

namespace KiPass.Silo.Devices;

/// <summary>
/// Counts refused scans by device until they are reported to the facility, together with the device's next admission. Only a number: neither
/// the pass nor the reason.
/// </summary>
internal sealed class RefusedScans
{
    private const int MaxDevices = 50_000;

    private readonly ConcurrentDictionary<Guid, int> counts = new();

    public void Add(Guid deviceId)
    {
        if (counts.Count < MaxDevices || counts.ContainsKey(deviceId))
        {
            counts.AddOrUpdate(deviceId, 1, static (_, count) => count + 1);
        }
    }

    /// <summary>Returns the count of a device and starts again from zero.</summary>
    public int Take(Guid deviceId) => counts.TryRemove(deviceId, out var count) ? count : 0;
}
