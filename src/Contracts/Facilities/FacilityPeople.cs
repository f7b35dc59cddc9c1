namespace KiPass.Contracts.Facilities;

/// <summary>Role of an account in one facility.</summary>
public enum MemberRole
{
    /// <summary>시설주: everything, including members, transfer and closing.</summary>
    Owner = 0,

    /// <summary>시설관리자: facts, zones, devices, opening hours and counts.</summary>
    Manager = 1,

    /// <summary>스캔 담당자: sees the facility and today's counts, and pairs scanners.</summary>
    Scanner = 2,
}

/// <summary>An account of the owners' area with a role in the facility.</summary>
/// <param name="AccountId">Id of the account in the owners' area.</param>
/// <param name="Role">The role.</param>
/// <param name="Since">When the role was assigned.</param>
[GenerateSerializer, Immutable, Alias("kipass.member")]
public sealed record Member([property: Id(0)] string AccountId, [property: Id(1)] MemberRole Role, [property: Id(2)] DateTimeOffset Since);

/// <summary>A part of a large facility (구역), for example a floor.</summary>
/// <param name="Id">Id assigned by the register.</param>
/// <param name="Name">1 to 40 characters.</param>
[GenerateSerializer, Immutable, Alias("kipass.zone")]
public sealed record Zone([property: Id(0)] Guid Id, [property: Id(1)] string Name);

/// <summary>A paired scanner.</summary>
/// <param name="Id">The device's id.</param>
/// <param name="Name">1 to 60 characters.</param>
/// <param name="Zone">Its zone; null when none is set.</param>
/// <param name="PairedAt">When it was paired.</param>
/// <param name="RevokedAt">When it was revoked; null when it is not revoked.</param>
/// <param name="SeenAt">When it was last seen, to within a few seconds; null: never.</param>
/// <param name="PairedBy">Account that paired it, to which it belongs; null when unknown.</param>
/// <param name="UnusedUntil">When it is revoked if it is not used before; null when it is already revoked.</param>
/// <param name="Activity">Its last seven days; null when unknown or none.</param>
[GenerateSerializer, Immutable, Alias("kipass.device")]
public sealed record Device(
    [property: Id(0)] Guid Id,
    [property: Id(1)] string Name,
    [property: Id(2)] Guid? Zone,
    [property: Id(3)] DateTimeOffset PairedAt,
    [property: Id(4)] DateTimeOffset? RevokedAt,
    [property: Id(5)] DateTimeOffset? SeenAt,
    [property: Id(6)] string? PairedBy = null,
    [property: Id(7)] DateTimeOffset? UnusedUntil = null,
    [property: Id(8)] DeviceActivity? Activity = null
);

/// <summary>A pairing code for display to the owner, once, as text and as QR code.</summary>
/// <param name="Code"><c>XXXXX-XXXXX</c>.</param>
/// <param name="Until">When it expires, 10 minutes after it was created.</param>
[GenerateSerializer, Immutable, Alias("kipass.pairing-offer")]
public sealed record PairingOffer([property: Id(0)] string Code, [property: Id(1)] DateTimeOffset Until)
{
    /// <summary>Redacted, so that a code cannot reach a log.</summary>
    public override string ToString() => nameof(PairingOffer);
}
