using System.Collections.Immutable;
using System.Text.Json.Serialization;
using KiPass.Contracts.Facilities;

namespace KiPass.Grains.Facilities;

/// <summary>All that is stored of a facility. Immutable: a change is a new value, in place only once it is written.</summary>
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

    /// <summary>The account to which the owner offers the facility.</summary>
    public string? TransferTo { get; init; }

    /// <summary>Why it was sent back, suspended or closed.</summary>
    public string Reason { get; init; } = "";

    /// <summary>An official has suspended it: the owner cannot resume it.</summary>
    public bool HeldByOfficial { get; init; }

    /// <summary>Counts the writes, so that a late projection never overwrites a newer one.</summary>
    public long Revision { get; init; }

    [JsonIgnore]
    public string? OwnerAccount => Members.FirstOrDefault(member => member.Role == MemberRole.Owner)?.AccountId;

    public MemberRole? RoleOf(string accountId) => Members.FirstOrDefault(member => member.AccountId == accountId)?.Role;

    public FacilityRecord With(FacilityEvent happened) => this with { History = History.Add(happened) };
}

/// <summary>A paired scanner.</summary>
/// <param name="TokenHash">SHA-256 of its token's text.</param>
/// <param name="SeenAt">When it was last admitted; written now and then, never for a scan.</param>
internal sealed record DeviceRecord(
    Guid Id,
    string Name,
    byte[] TokenHash,
    DateTimeOffset PairedAt,
    Guid? Zone = null,
    DateTimeOffset? RevokedAt = null,
    DateTimeOffset? SeenAt = null
);
