using System.Collections.Immutable;

namespace KiPass.Contracts.Facilities;

/// <summary>A facility as a page shows it to one caller.</summary>
[GenerateSerializer, Immutable, Alias("kipass.facility-view")]
public sealed record FacilityView
{
    /// <summary>The facility's id.</summary>
    [Id(0)]
    public Guid Id { get; init; }

    /// <summary>Where its registration stands.</summary>
    [Id(1)]
    public FacilityState Stage { get; init; }

    /// <summary>What its owner states.</summary>
    [Id(2)]
    public FacilityFacts Facts { get; init; } = new();

    /// <summary>What the tax service said.</summary>
    [Id(3)]
    public BusinessRegistryCheck Registry { get; init; } = new(BusinessRegistryVerdict.Pending);

    /// <summary>Its people.</summary>
    [Id(4)]
    public ImmutableArray<Member> Members { get; init; } = [];

    /// <summary>Its zones.</summary>
    [Id(5)]
    public ImmutableArray<Zone> Zones { get; init; } = [];

    /// <summary>Its devices, also revoked ones, newest first.</summary>
    [Id(6)]
    public ImmutableArray<Device> Devices { get; init; } = [];

    /// <summary>When it is open.</summary>
    [Id(7)]
    public OpeningHours Hours { get; init; } = OpeningHours.Unstated;

    /// <summary>What has happened to it, oldest first.</summary>
    [Id(8)]
    public ImmutableArray<FacilityEvent> History { get; init; } = [];

    /// <summary>The caller's own role here; null for an official.</summary>
    [Id(9)]
    public MemberRole? MyRole { get; init; }

    /// <summary>The account to which the owner offers the facility; null when to nobody.</summary>
    [Id(10)]
    public string? TransferTo { get; init; }

    /// <summary>Why it was sent back, suspended or closed; empty when it was not.</summary>
    [Id(11)]
    public string Reason { get; init; } = "";
}

/// <summary>One thing that happened to a facility. Never changed afterwards.</summary>
/// <param name="At">When.</param>
/// <param name="By">Account id, or <c>register</c> for what the register did itself.</param>
/// <param name="What">What happened.</param>
/// <param name="Detail">A reason, a device's or zone's name, an account id; empty for most.</param>
/// <param name="Facts">The facts from then on, when they changed.</param>
[GenerateSerializer, Immutable, Alias("kipass.facility-event")]
public sealed record FacilityEvent(
    [property: Id(0)] DateTimeOffset At,
    [property: Id(1)] string By,
    [property: Id(2)] FacilityEventKind What,
    [property: Id(3)] string Detail = "",
    [property: Id(4)] FacilityFacts? Facts = null
);

/// <summary>What can happen to a facility.</summary>
public enum FacilityEventKind
{
    /// <summary>Somebody began to register it.</summary>
    Begun = 0,

    /// <summary>Submitted for review.</summary>
    Submitted = 1,

    /// <summary>Approved: by an official, or by the register after the tax service's answer.</summary>
    Approved = 2,

    /// <summary>Sent back with a reason.</summary>
    Rejected = 3,

    /// <summary>Facts changed.</summary>
    Edited = 4,

    /// <summary>Suspended with a reason.</summary>
    Suspended = 5,

    /// <summary>Resumed.</summary>
    Resumed = 6,

    /// <summary>Closed for good.</summary>
    Closed = 7,

    /// <summary>A member was added, or got another role.</summary>
    MemberSet = 8,

    /// <summary>A member was removed.</summary>
    MemberRemoved = 9,

    /// <summary>Offered to another account.</summary>
    TransferOffered = 10,

    /// <summary>Taken over by another account.</summary>
    Transferred = 11,

    /// <summary>A device was paired.</summary>
    DevicePaired = 12,

    /// <summary>A device was revoked.</summary>
    DeviceRevoked = 13,

    /// <summary>The tax service gave an answer that changed something.</summary>
    RegistryAnswered = 14,
}

/// <summary>Entries of one hour.</summary>
/// <param name="Hour">Start of the hour, with Korea's offset.</param>
/// <param name="Count">How many entered.</param>
[GenerateSerializer, Immutable, Alias("kipass.hourly-entries")]
public readonly record struct HourlyEntries([property: Id(0)] DateTimeOffset Hour, [property: Id(1)] int Count);
