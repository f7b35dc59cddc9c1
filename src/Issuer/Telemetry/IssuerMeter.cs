using System.Diagnostics.Metrics;
using KiPass.Issuer.DayKeys;
using KiPass.Tokens.Orders;

namespace KiPass.Issuer.Telemetry;

/// <summary>The issuer's metrics. No tag identifies a visitor, a register or an order.</summary>
internal sealed class IssuerMeter
{
    public const string Name = "KiPass.Issuer";

    private readonly Counter<long> disclosures;
    private readonly Counter<long> unsigned;
    private long passes;
    private long tickets;

    public IssuerMeter(IMeterFactory meters, DayKeyring dayKeys)
    {
        var meter = meters.Create(Name);
        disclosures = meter.CreateCounter<long>(
            "kipass.issuer.disclosures",
            "{request}",
            "Requests of the register by result: answered, or the code of the refusal."
        );
        unsigned = meter.CreateCounter<long>(
            "kipass.issuer.disclosures.unsigned",
            "{request}",
            "Requests to the disclosure routes that the register did not sign, by reason. They are not in the audit log."
        );
        // Observable counters are exported with the value 0 before the first pass or ticket.
        meter.CreateObservableCounter("kipass.issuer.passes", () => Interlocked.Read(ref passes), "{pass}", "Passes issued.");
        meter.CreateObservableCounter("kipass.issuer.tickets", () => Interlocked.Read(ref tickets), "{ticket}", "Tickets issued.");
        meter.CreateObservableGauge(
            "kipass.issuer.daykeys.overdue",
            () => dayKeys.Overdue().Count,
            "{key}",
            "Day keys that should be destroyed and are still there."
        );
    }

    /// <summary>Counts passes that were issued.</summary>
    public void PassesIssued(int count) => Interlocked.Add(ref passes, count);

    /// <summary>Counts tickets that were issued.</summary>
    public void TicketsIssued(int count) => Interlocked.Add(ref tickets, count);

    /// <summary>Counts a request that the register did not sign.</summary>
    public void Unsigned(RequestVerdict reason) => unsigned.Add(1, new KeyValuePair<string, object?>("reason", reason.ToString()));

    /// <summary>Counts a disclosure request: answered (null), or refused with a code.</summary>
    public void Disclosed(string? refusal) => disclosures.Add(1, new KeyValuePair<string, object?>("result", refusal ?? "answered"));
}
