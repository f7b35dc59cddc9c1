using System.Collections.Immutable;
using System.Text.Json.Serialization;
using KiPass.Contracts.Facilities;
using KiPass.Tokens;
using KiPass.Tokens.Keys;

namespace KiPass.Grains.Facilities;

/// <summary>The stored state of a facility. Immutable: a change is a new value that replaces the old one after it is written.</summary>
internal sealed record FacilityRecord
{
    public FacilityState Stage { get; init; }

    public FacilityFacts Facts { get; init; } = new();

    public BusinessRegistryCheck Registry { get; init; } = new(BusinessRegistryVerdict.Pending);

    public ImmutableArray<Member> Members { get; init; } = [];

    public ImmutableArray<Zone> Zones { get; init; } = [];

    public ImmutableArray<DeviceRecord> Devices { get; init; } = [];

    public OpeningHours Hours { get; init; } = OpeningHours.Unstated;

    public ImmutableArray<FacilityEvent> History { get; init; } = [];

    /// <summary>The account to which the owner has offered the facility; null when none.</summary>
    public string? TransferTo { get; init; }

    /// <summary>Why the facility was rejected, suspended or closed; empty otherwise.</summary>
    public string Reason { get; init; } = "";

    /// <summary>Whether an official suspended it; the owner then cannot resume it.</summary>
    public bool HeldByOfficial { get; init; }

    /// <summary>Number of writes, so that a late update of the directory never overwrites a newer one.</summary>
    public long Revision { get; init; }

    [JsonIgnore]
    public string? OwnerAccount => Members.FirstOrDefault(member => member.Role == MemberRole.Owner)?.AccountId;

    public MemberRole? RoleOf(string accountId) => Members.FirstOrDefault(member => member.AccountId == accountId)?.Role;

    public FacilityRecord With(FacilityEvent happened) => this with { History = History.Add(happened) };
}

/// <summary>A paired scanner.</summary>
/// <param name="TokenHash">SHA-256 of its token.</param>
/// <param name="SeenAt">When it was last admitted; written a few times a day, not for every scan.</param>
/// <param name="SigningKey">Public part of the key with which it signs paper entries; null for a device paired by an earlier version.</param>
/// <param name="PairedBy">Account that offered the pairing; null when unknown, or paired by an earlier version.</param>
/// <param name="Refused">Refused scans of the last days, oldest first; null when none. Written together with other changes.</param>
internal sealed record DeviceRecord(
    Guid Id,
    string Name,
    byte[] TokenHash,
    DateTimeOffset PairedAt,
    Guid? Zone = null,
    DateTimeOffset? RevokedAt = null,
    DateTimeOffset? SeenAt = null,
    EcJwk? SigningKey = null,
    string? PairedBy = null,
    IReadOnlyList<RefusedDay>? Refused = null
)
{
    /// <summary>How long a device may stay unused before its token ends.</summary>
    public static readonly TimeSpan MaxUnused = TimeSpan.FromDays(180);

    /// <summary>When its token ends if it is not used before.</summary>
    /// <param name="seenAt">When it was last admitted; null: never.</param>
    public DateTimeOffset UnusedUntil(DateTimeOffset? seenAt) => (seenAt ?? PairedAt) + MaxUnused;

    /// <summary>Whether it may still be used: neither revoked, nor unused for too long.</summary>
    /// <param name="seenAt">When it was last admitted; null: never.</param>
    public bool IsInUse(DateTimeOffset? seenAt, DateTimeOffset now) => RevokedAt is null && now < UnusedUntil(seenAt);
}

/// <summary>Number of refused scans on one Korean day.</summary>
internal sealed record RefusedDay(KoreanDay Day, int Count);
