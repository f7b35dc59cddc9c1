using System.Collections.Immutable;

namespace KiPass.Contracts.Facilities;

/// <summary>A facility as one caller may see it.</summary>
[GenerateSerializer, Immutable, Alias("kipass.facility-view")]
public sealed record FacilityView
{
    /// <summary>The facility's id.</summary>
    [Id(0)]
    public Guid Id { get; init; }

    /// <summary>State of the registration.</summary>
    [Id(1)]
    public FacilityState Stage { get; init; }

    /// <summary>The facts stated by its owner.</summary>
    [Id(2)]
    public FacilityFacts Facts { get; init; } = new();

    /// <summary>Result of the tax service.</summary>
    [Id(3)]
    public BusinessRegistryCheck Registry { get; init; } = new(BusinessRegistryVerdict.Pending);

    /// <summary>Its members.</summary>
    [Id(4)]
    public ImmutableArray<Member> Members { get; init; } = [];

    /// <summary>Its zones.</summary>
    [Id(5)]
    public ImmutableArray<Zone> Zones { get; init; } = [];

    /// <summary>Its devices including revoked ones, newest first.</summary>
    [Id(6)]
    public ImmutableArray<Device> Devices { get; init; } = [];

    /// <summary>Its opening hours.</summary>
    [Id(7)]
    public OpeningHours Hours { get; init; } = OpeningHours.Unstated;

    /// <summary>Its history, oldest first.</summary>
    [Id(8)]
    public ImmutableArray<FacilityEvent> History { get; init; } = [];

    /// <summary>The caller's role in the facility; null for an official.</summary>
    [Id(9)]
    public MemberRole? MyRole { get; init; }

    /// <summary>The account to which the owner has offered the facility; null when none.</summary>
    [Id(10)]
    public string? TransferTo { get; init; }

    /// <summary>Why it was rejected, suspended or closed; empty otherwise.</summary>
    [Id(11)]
    public string Reason { get; init; } = "";
}

/// <summary>An event in the history of a facility. Immutable.</summary>
/// <param name="At">When.</param>
/// <param name="By">Id of the account, or <c>register</c> for the register itself.</param>
/// <param name="What">What happened.</param>
/// <param name="Detail">A reason, the name of a device, or an account id; usually empty.</param>
/// <param name="Facts">The new facts, when they changed.</param>
[GenerateSerializer, Immutable, Alias("kipass.facility-event")]
public sealed record FacilityEvent(
    [property: Id(0)] DateTimeOffset At,
    [property: Id(1)] string By,
    [property: Id(2)] FacilityEventKind What,
    [property: Id(3)] string Detail = "",
    [property: Id(4)] FacilityFacts? Facts = null
);

/// <summary>Kinds of events.</summary>
public enum FacilityEventKind
{
    /// <summary>Its registration was started.</summary>
    Begun = 0,

    /// <summary>Submitted for review.</summary>
    Submitted = 1,

    /// <summary>Approved by an official, or by the register after the answer of the tax service.</summary>
    Approved = 2,

    /// <summary>Rejected with a reason.</summary>
    Rejected = 3,

    /// <summary>Facts changed.</summary>
    Edited = 4,

    /// <summary>Suspended with a reason.</summary>
    Suspended = 5,

    /// <summary>Resumed.</summary>
    Resumed = 6,

    /// <summary>Permanently closed.</summary>
    Closed = 7,

    /// <summary>A member was added or got another role.</summary>
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

    /// <summary>The tax service returned a different result than before.</summary>
    RegistryAnswered = 14,
}

/// <summary>Number of entries in one hour.</summary>
/// <param name="Hour">Start of the hour, Korean time.</param>
/// <param name="Count">Number of entries.</param>
[GenerateSerializer, Immutable, Alias("kipass.hourly-entries")]
public readonly record struct HourlyEntries([property: Id(0)] DateTimeOffset Hour, [property: Id(1)] int Count);
