namespace KiPass.Portal.Shared.Register;

/// <summary>
/// The portal ports of the register's silos. Calls use them in turn, and try an address that recently did not connect last.
/// </summary>
internal sealed class RegisterAddresses(IReadOnlyList<Uri> addresses, TimeProvider time)
{
    private static readonly TimeSpan Avoidance = TimeSpan.FromSeconds(5);

    private readonly long[] avoidedUntil = new long[addresses.Count];
    private uint turn;

    /// <summary>All addresses, in the order in which the next call tries them.</summary>
    public IReadOnlyList<Uri> InOrder()
    {
        var first = (int)(Interlocked.Increment(ref turn) % (uint)addresses.Count);
        var now = time.GetUtcNow().UtcTicks;
        return
        [
            .. Enumerable
                .Range(first, addresses.Count)
                .Select(place => place % addresses.Count)
                .OrderBy(place => Volatile.Read(ref avoidedUntil[place]) > now)
                .Select(place => addresses[place]),
        ];
    }

    /// <summary>Records whether an address connected.</summary>
    public void Note(Uri address, bool connected)
    {
        var place = addresses.Index().First(entry => entry.Item == address).Index;
        Volatile.Write(ref avoidedUntil[place], connected ? 0 : (time.GetUtcNow() + Avoidance).UtcTicks);
    }
}
