using System.Diagnostics.Metrics;
using KiPass.Issuer.DayKeys;

namespace KiPass.Issuer.Health;

/// <summary>What an issuer's operator watches. Numbers only: no tag names a visitor, a register or an order.</summary>
internal sealed class IssuerMeter
{
    public const string Name = "KiPass.Issuer";

    private readonly Counter<long> disclosures;
    private long passes;

    public IssuerMeter(IMeterFactory meters, DayKeyring dayKeys)
    {
        var meter = meters.Create(Name);
        disclosures = meter.CreateCounter<long>(
            "kipass.issuer.disclosures",
            "{request}",
            "Requests of the register by result: answered, or the code of the refusal."
        );
        // Observed, so that they are there, at zero, before the first.
        meter.CreateObservableCounter("kipass.issuer.passes", () => Interlocked.Read(ref passes), "{pass}", "Passes given out.");
        meter.CreateObservableGauge(
            "kipass.issuer.daykeys.overdue",
            () => dayKeys.Overdue().Count,
            "{key}",
            "Day keys that should be destroyed and are still there."
        );
    }

    /// <summary>Passes were given out.</summary>
    public void Gave(int count) => Interlocked.Add(ref passes, count);

    /// <summary>A disclosure was answered (null) or refused with a code.</summary>
    public void Disclosed(string? refusal) => disclosures.Add(1, new KeyValuePair<string, object?>("result", refusal ?? "answered"));
}
