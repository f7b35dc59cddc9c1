using System.Diagnostics.Metrics;

namespace KiPass.Silo.Portals;

/// <summary>Counts refused calls of portals by reason.</summary>
internal sealed class CallMetrics
{
    public const string MeterName = "KiPass.Portals";

    private readonly Counter<long> refused;

    public CallMetrics(IMeterFactory meters) =>
        refused = meters
            .Create(MeterName)
            .CreateCounter<long>("kipass.portal.refused", "{call}", "Calls of portals refused at the boundary.");

    /// <param name="reason">One of a few fixed words.</param>
    public void Refused(string reason) => refused.Add(1, new KeyValuePair<string, object?>("reason", reason));
}
