namespace KiPass.Grains.Facilities;

/// <summary>
/// One pairing code, which can be used once. Key: <see cref="PairingCode.Key"/>, so that the code itself is never stored.
/// </summary>
[Alias("kipass.pairing")]
internal interface IPairingGrain : IGrainWithStringKey
{
    /// <summary>Makes the code valid for one device of a facility. For silos of the version before.</summary>
    /// <returns>False when the code already exists or the database did not answer: use another code.</returns>
    [Alias("Offer")]
    ValueTask<bool> Offer(Guid facilityId, DateTimeOffset? until);

    /// <summary>Makes the code valid for one device of a facility.</summary>
    /// <param name="facilityId">The facility.</param>
    /// <param name="until">When the code expires; null: never (demonstrations only).</param>
    /// <param name="by">The account that offers it, to which the device will belong; null for none.</param>
    /// <returns>False when the code already exists or the database did not answer: use another code.</returns>
    [Alias("OfferBy")]
    ValueTask<bool> Offer(Guid facilityId, DateTimeOffset? until, string? by);

    /// <summary>Uses up the code and adds a device without a key. For silos of the version before.</summary>
    [Alias("Redeem")]
    ValueTask<Pairing> Redeem(string deviceName);

    /// <summary>
    /// Uses up the code and adds the device. Repeated with the same signing key while the code is valid, it returns the same device with a
    /// new token. Without a signing key, the owner needs a new code after a failure.
    /// </summary>
    [Alias("RedeemFor")]
    ValueTask<Pairing> Redeem(NewDevice device);
}

/// <summary>A device to be paired.</summary>
/// <param name="Name">1 to 60 characters.</param>
/// <param name="SigningKey">Its public signing key as JWK (JSON), checked to be on P-256; null for a device without one.</param>
/// <param name="PairedBy">The account that offered the pairing; filled in by the pairing code.</param>
/// <param name="Repeated">Whether the device has used this code before; filled in by the pairing code.</param>
[GenerateSerializer, Immutable, Alias("kipass.new-device")]
internal sealed record NewDevice(
    [property: Id(0)] string Name,
    [property: Id(1)] string? SigningKey = null,
    [property: Id(2)] string? PairedBy = null,
    [property: Id(3)] bool Repeated = false
);

/// <summary>Result of pairing.</summary>
/// <param name="DeviceToken">The bearer token of the device: returned once, stored only as a hash.</param>
[GenerateSerializer, Immutable, Alias("kipass.pairing-result")]
internal sealed record Pairing(
    [property: Id(0)] PairingStatus Status,
    [property: Id(1)] Guid DeviceId = default,
    [property: Id(2)] string DeviceToken = "",
    [property: Id(3)] Guid FacilityId = default,
    [property: Id(4)] string FacilityName = ""
)
{
    public static readonly Pairing Unknown = new(PairingStatus.Unknown);
    public static readonly Pairing Unavailable = new(PairingStatus.Unavailable);

    /// <summary>The status only, so that the token cannot reach a log.</summary>
    public override string ToString() => $"{nameof(Pairing)} {Status}";
}

internal enum PairingStatus
{
    Paired,

    /// <summary>The code is wrong, expired or used, or the facility is not active; deliberately the same answer.</summary>
    Unknown,

    /// <summary>The database did not answer; the code may be used up.</summary>
    Unavailable,
}
