using KiPass.Bench.Load;
using KiPass.Bench.Running;

namespace KiPass.Bench.Scan;

/// <summary>A feed of fresh scans for each server under load.</summary>
internal sealed class Feeds(BenchRegister register, IReadOnlyList<string> deviceTokens, int servers) : IDisposable
{
    /// <summary>For all silos of a register, from its own devices.</summary>
    public Feeds(BenchRegister register)
        : this(register, [.. register.Devices.Select(device => device.Token)], register.Silos.Count) { }

    public IReadOnlyList<Feed> All { get; } =
    [.. Enumerable.Range(0, servers).Select(_ => new Feed(new MintedScans(register.IssuerKeys, BenchRegister.Issuer, deviceTokens)))];

    public void Dispose()
    {
        foreach (var feed in All)
        {
            feed.Dispose();
        }
    }
}
