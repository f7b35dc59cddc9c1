namespace KiPass.Grains.Facilities;

/// <summary>One pairing code, spent at most once. Key: <see cref="PairingCode.Key"/>, so that the code itself is never stored.</summary>
[Alias("kipass.pairing")]
internal interface IPairingGrain : IGrainWithStringKey
{
    /// <summary>Makes the code good for one device of a facility.</summary>
    /// <returns>False when the code exists already or the database did not answer: draw another.</returns>
    [Alias("Offer")]
    ValueTask<bool> Offer(Guid facilityId, DateTimeOffset? until);

    /// <summary>Spends the code and adds the device. Whatever happens afterwards, the code is spent: the owner makes another.</summary>
    [Alias("Redeem")]
    ValueTask<Pairing> Redeem(string deviceName);
}

/// <summary>What pairing gave.</summary>
/// <param name="DeviceToken">The device's bearer token: given once, stored only as a hash.</param>
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

    /// <summary>Only the status: the token never reaches a log by accident.</summary>
    public override string ToString() => $"{nameof(Pairing)} {Status}";
}

internal enum PairingStatus
{
    Paired,

    /// <summary>Wrong, expired or used, or the facility is not active: the same answer for all.</summary>
    Unknown,

    /// <summary>The database did not answer; the code may be spent.</summary>
    Unavailable,
}
