namespace KiPass.Grains.Facilities;

/// <summary>
/// Where <c>POST /v1/devices/pair</c> turns a typed code into a device. The route limits guesses by address; behind that, 50 bits: against
/// ten thousand open codes, ten thousand guesses a second find one with a chance of 1 in 19,000 in the ten minutes that codes live.
/// </summary>
internal sealed class PairingService(IGrainFactory grains)
{
    /// <summary>Longest device name.</summary>
    public const int MaxNameLength = 60;

    /// <summary>Pairs a device.</summary>
    /// <param name="typedCode">What the scanner read or somebody typed.</param>
    /// <param name="deviceName">1 to <see cref="MaxNameLength"/> characters; the route has checked it.</param>
    public ValueTask<Pairing> Pair(string? typedCode, string deviceName) =>
        // Text that cannot be a code costs no activation and no query.
        PairingCode.TryRead(typedCode, out var code)
            ? grains.GetGrain<IPairingGrain>(code.Key).Redeem(deviceName)
            : ValueTask.FromResult(Pairing.Unknown);
}
