using KiPass.Contracts.Facilities;

namespace KiPass.Grains.Facilities;

/// <summary>
/// Pairs devices for <c>POST /v1/devices/pair</c>. The route limits guesses per address. Beyond that, a code has 50 bits: with ten thousand
/// valid codes, ten thousand guesses a second find one with a probability of 1 in 19,000 during the ten minutes for which codes are valid.
/// </summary>
internal sealed class PairingService(IGrainFactory grains)
{
    /// <summary>Maximum length of a device name.</summary>
    public const int MaxNameLength = NameRules.MaxDevice;

    /// <summary>Pairs a device.</summary>
    /// <param name="typedCode">The code as scanned or typed.</param>
    /// <param name="device">Its name has 1 to <see cref="MaxNameLength"/> characters and its key is on the curve, checked by the route.</param>
    public ValueTask<Pairing> Pair(string? typedCode, NewDevice device) =>
        // A malformed code costs neither an activation nor a query.
        PairingCode.TryRead(typedCode, out var code)
            ? grains.GetGrain<IPairingGrain>(code.Key).Redeem(device)
            : ValueTask.FromResult(Pairing.Unknown);
}
