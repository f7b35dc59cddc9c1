namespace KiPass.Contracts.Facilities;

/// <summary>What an account may do in one facility.</summary>
public enum MemberRole
{
    /// <summary>시설주: everything, also people, transfer and closing.</summary>
    Owner = 0,

    /// <summary>시설관리자: facts, zones, devices, hours, counts.</summary>
    Manager = 1,

    /// <summary>스캔 담당자: sees the facility and today's counts, pairs a scanner.</summary>
    Scanner = 2,
}

/// <summary>Somebody of the owners' area with a role in the facility.</summary>
/// <param name="AccountId">Id of the account in the owners' area.</param>
/// <param name="Role">The role.</param>
/// <param name="Since">When it was given.</param>
[GenerateSerializer, Immutable, Alias("kipass.member")]
public sealed record Member([property: Id(0)] string AccountId, [property: Id(1)] MemberRole Role, [property: Id(2)] DateTimeOffset Since);

/// <summary>A part of a large facility (구역), for example a floor.</summary>
/// <param name="Id">Made by the register.</param>
/// <param name="Name">1 to 40 characters.</param>
[GenerateSerializer, Immutable, Alias("kipass.zone")]
public sealed record Zone([property: Id(0)] Guid Id, [property: Id(1)] string Name);

/// <summary>A paired scanner, as people see it.</summary>
/// <param name="Id">The device's id.</param>
/// <param name="Name">1 to 60 characters.</param>
/// <param name="Zone">Where it stands, when that was set.</param>
/// <param name="PairedAt">When it was paired.</param>
/// <param name="RevokedAt">When it was revoked; null while it is good.</param>
/// <param name="SeenAt">When it last recorded or asked something, to within some seconds; null when never.</param>
[GenerateSerializer, Immutable, Alias("kipass.device")]
public sealed record Device(
    [property: Id(0)] Guid Id,
    [property: Id(1)] string Name,
    [property: Id(2)] Guid? Zone,
    [property: Id(3)] DateTimeOffset PairedAt,
    [property: Id(4)] DateTimeOffset? RevokedAt,
    [property: Id(5)] DateTimeOffset? SeenAt
);

/// <summary>A pairing code as an owner's page shows it: once, as text and as QR.</summary>
/// <param name="Code"><c>XXXXX-XXXXX</c>.</param>
/// <param name="Until">When it ends, 10 minutes after it was made.</param>
[GenerateSerializer, Immutable, Alias("kipass.pairing-offer")]
public sealed record PairingOffer([property: Id(0)] string Code, [property: Id(1)] DateTimeOffset Until)
{
    /// <summary>Nothing: a code never reaches a log by accident.</summary>
    public override string ToString() => nameof(PairingOffer);
}
